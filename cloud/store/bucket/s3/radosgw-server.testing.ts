import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasPrograms, sharedFile } from '@vedette/core/testing';

const SCRIPT = sharedFile('tools/start-rgw.sh');
/** Why a test cannot run here, for its title; empty where it can. */
export const RADOSGW_ABSENT =
  SCRIPT && hasPrograms('radosgw', 'ceph-mon', 'ceph-osd', 'ceph')
    ? ''
    : ' (needs radosgw, ceph-mon, ceph-osd, ceph-common and shared/tools/start-rgw.sh)';

/** The server takes 200 ports from its own on, below those that the system gives away; two at once hardly ever meet. */
const PORTS = { first: 20_000, each: 250, places: 48 };

/** Starts a Ceph object gateway, all in memory. */
export async function startRadosgw(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  if (!SCRIPT || RADOSGW_ABSENT) throw new Error(RADOSGW_ABSENT);
  const folder = mkdtempSync(join(tmpdir(), 'vedette-rgw-'));
  const port = PORTS.first + randomInt(PORTS.places) * PORTS.each;
  const words = ['-c', withoutDelay(SCRIPT), SCRIPT, folder, String(port)];
  const started = spawn('bash', words, { stdio: ['ignore', 'ignore', 'inherit'] });
  const stop = async () => {
    // Nothing that it has is to be kept, and to let it end in peace takes seconds.
    for (const name of ['rgw', 'osd', 'mon']) kill(join(folder, `${name}.pid`));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const [code] = await once(started, 'exit');
  if (code === 0) return { port, stop };
  await stop();
  throw new Error(`${SCRIPT} ended with ${code}`);
}

/** Kills the process whose number is in a file; where the start failed there may be neither. */
function kill(pidFile: string): void {
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile)) : 0;
  try {
    if (pid > 0) process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The script, but its gateway sends what it has: otherwise each answer with a body waits 40 ms for the client's ACK. */
function withoutDelay(script: string): string {
  return readFileSync(script, 'utf8').replace(/^(rgw_frontends = beast .*)$/m, '$1 tcp_nodelay=1');
}
