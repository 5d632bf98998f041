import { once } from 'node:events';

/** Waits until `work` is settled, one way or the other, but no longer than until `signal` is aborted; tells whether it is. */
export async function settlesBefore(signal: AbortSignal, work: Promise<unknown>): Promise<boolean> {
  const isSettled = () => true;
  const isOver = () => false;
  const settled = work.then(isSettled, isSettled);
  if (signal.aborted) return false;
  const end = new AbortController();
  const over = once(signal, 'abort', { signal: end.signal }).then(isOver, isOver);
  try {
    return await Promise.race([settled, over]);
  } finally {
    end.abort();
  }
}
