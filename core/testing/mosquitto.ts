import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freePort } from './free-port.ts';
import { hasPrograms } from './programs.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MOSQUITTO = '/usr/sbin/mosquitto';

/** Where there is none, a test says so in its title and is skipped. */
export const HAS_MOSQUITTO = hasPrograms('mosquitto');

/**
 * A broker in a process of its own, which a test may stop and go on with (SIGSTOP, SIGCONT); it ends with the test. `lines`
 * are added to its configuration.
 */
export async function startMosquitto(
  ...lines: readonly string[]
): Promise<{ readonly url: string; readonly process: ChildProcess }> {
  const port = await freePort();
  const config = join(temporaryFolder(), 'mosquitto.conf');
  const own = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'persistence false'];
  writeFileSync(config, `${[...own, ...lines].join('\n')}\n`);
  const child = spawn(MOSQUITTO, ['-c', config], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { url: `mqtt://127.0.0.1:${port}`, process: child };
}
