import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `work` is settled, one way or the other, but no longer than `limitMs`; tells whether it is. */
export async function settlesWithin(limitMs: number, work: Promise<unknown>): Promise<boolean> {
  const limit = new AbortController();
  const isSettled = () => true;
  const isOver = () => false;
  const settled = work.then(isSettled, isSettled);
  const over = sleep(limitMs, undefined, { signal: limit.signal }).then(isOver, isOver);
  try {
    return await Promise.race([settled, over]);
  } finally {
    limit.abort();
  }
}
