import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

/** A Ceph object gateway, all in memory, from when it is ready on. */
export function startRadosgw() {
  if (!SCRIPT || RADOSGW_ABSENT) throw new Error(RADOSGW_ABSENT);
  const folder = mkdtempSync(join(tmpdir(), 'vedette-rgw-'));
  const port = PORTS.first + randomInt(PORTS.places) * PORTS.each;
  const words = ['-c', withoutDelay(SCRIPT), SCRIPT, folder, String(port)];
  // Detached: the script ends, and leaves its servers in a group of processes of their own.
  const script = spawn('bash', words, { stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  const ready = once(script, 'exit').then(([code]) => {
    if (code !== 0) throw new Error(`${SCRIPT} ended with ${code}`);
  });
  return {
    port,
    ready,
    /** Ends it at once, started or not: nothing that it has is to be kept. */
    kill() {
      killGroup(script.pid);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The script, but its gateway sends what it has: otherwise each answer with a body waits 40 ms for the client's ACK. */
function withoutDelay(script: string): string {
  return readFileSync(script, 'utf8').replace(/^(rgw_frontends = beast .*)$/m, '$1 tcp_nodelay=1');
}
