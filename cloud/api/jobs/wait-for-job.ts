import { setTimeout as sleep } from 'node:timers/promises';
import { retryDelays } from '@vedette/core/run';
import type { Job, JobQueue } from '@vedette/store';

/** A job of small pictures takes some ten ms, one of large ones seconds. */
const LOOK = { firstMs: 20, maxMs: 250, factor: 1.5 };

/** The job as it is when it has ended, when the time is over, or when nobody waits any more. */
export async function waitForJob(
  jobs: Pick<JobQueue, 'get'>,
  id: string,
  waitMs: number,
  signal: AbortSignal,
): Promise<Job | undefined> {
  const until = performance.now() + waitMs;
  const delays = retryDelays(LOOK);
  for (;;) {
    const job = await jobs.get(id);
    const isOver = !job || job.state === 'done' || job.state === 'failed';
    const left = until - performance.now();
    if (isOver || left <= 0 || signal.aborted) return job;
    await sleep(Math.min(delays.next().value, left), undefined, { signal }).catch(() => undefined); // nobody waits
  }
}
