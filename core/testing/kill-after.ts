import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** A moment in a process's work, which does not come before it has done something, however slow the machine is. */
export interface KillMoment {
  /** Whole lines that it has said on stdout. */
  readonly lines: number;
  /** From then on. */
  readonly ms: number;
}

/** Runs a script of node's with arguments, kills it with SIGKILL, and returns its whole lines. Rejects where it ended by itself. */
export async function killAfter(script: string, args: readonly string[], { lines, ms }: KillMoment): Promise<string[]> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const linesOf = () => output.split('\n').slice(0, -1);
  const said = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (linesOf().length >= lines) resolve();
    });
  });
  const closed = once(child, 'close');
  await Promise.race([said, closed]);
  await sleep(ms);
  child.kill('SIGKILL');
  const [code, signal] = await closed;
  if (signal !== 'SIGKILL') throw new Error(`${script} ended by itself, with ${code ?? signal}`);
  return linesOf();
}
