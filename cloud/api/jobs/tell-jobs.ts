import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '@vedette/core/errors';
import type { Logger } from '@vedette/core/observe';
import type { JobQueue } from '@vedette/store';
import type { Arrivals } from '../live/arrivals.ts';
import { answerJob } from '../shapes/job.ts';
import type { Links } from '../shapes/links.ts';

const EVERY_MS = 500;
const TROUBLED_MS = 5_000;

export interface TellJobsOptions {
  readonly jobs: Pick<JobQueue, 'changes'>;
  readonly arrivals: Pick<Arrivals, 'listeners' | 'tell'>;
  readonly links: Links;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Tells those who listen which jobs change, until `signal`. Nothing is read while nobody does. */
export async function tellJobs({ jobs, arrivals, links, log, signal }: TellJobsOptions): Promise<void> {
  let cursor: string | undefined;
  let pauseMs = EVERY_MS;
  while (!signal.aborted) {
    await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined); // it ends
    if (arrivals.listeners === 0) cursor = undefined;
    if (arrivals.listeners === 0 || signal.aborted) continue;
    try {
      const { items, next } = await jobs.changes(cursor);
      for (const job of items) arrivals.tell({ event: 'job', data: answerJob(job, links) });
      cursor = next;
      pauseMs = EVERY_MS;
    } catch (error) {
      log.debug({ reason: messageOf(error) }, 'changes of jobs were not told');
      pauseMs = TROUBLED_MS;
    }
  }
}
