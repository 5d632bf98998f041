import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs a script of node's with arguments, kills it with SIGKILL `ms` after its first word on stdout, and returns its whole
 * lines. Rejects where it ended by itself.
 */
export async function killAfter(script: string, args: readonly string[], ms: number): Promise<string[]> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const closed = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), closed]);
  await sleep(ms);
  child.kill('SIGKILL');
  const [code, signal] = await closed;
  if (signal !== 'SIGKILL') throw new Error(`${script} ended by itself, with ${code ?? signal}`);
  return output.split('\n').slice(0, -1);
}
