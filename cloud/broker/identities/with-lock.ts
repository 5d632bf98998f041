import { open, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ResourceError } from '@vedette/core/errors';

const TRY_AGAIN_MS = 20;
/** What the lock is for takes milliseconds. */
const PATIENCE_MS = 5_000;

/**
 * Does `work` while no other process that asks for the same lock file does. A process that is killed meanwhile leaves the
 * file behind; it is never taken for void, since two that do so at once would both go on. Rejects with ResourceError then.
 */
export async function withLock<T>(file: string, work: () => Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  const until = performance.now() + patienceMs;
  while (!(await isTaken(file))) {
    if (performance.now() > until) {
      throw new ResourceError(`${file} is there: another command is at work, or was killed; then remove the file`);
    }
    await sleep(TRY_AGAIN_MS * (1 + Math.random()));
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function isTaken(file: string): Promise<boolean> {
  try {
    await (await open(file, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
