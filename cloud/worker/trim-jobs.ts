import { setTimeout as sleep } from 'node:timers/promises';
import { nowMicros } from '@vedette/core/message';
import type { JobQueue } from '@vedette/store';

const EVERY_MS = 3_600_000;
const DAY_MICROS = 86_400_000_000;

/** Forgets, now and then, jobs that ended long ago, until `signal`. Never rejects: what is left now goes later. */
export async function trimJobs(jobs: Pick<JobQueue, 'trim'>, days: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const before = nowMicros() - days * DAY_MICROS;
    for (let isMore = true; isMore && !signal.aborted; ) isMore = (await jobs.trim(before).catch(() => 0)) > 0;
    await sleep(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
