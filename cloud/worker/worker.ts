import { setTimeout as sleep } from 'node:timers/promises';
import { BadInputError, messageOf, VedetteError } from '@vedette/core/errors';
import type { Logger } from '@vedette/core/observe';
import { retryDelays } from '@vedette/core/run';
import type { JobQueue, TakenJob } from '@vedette/store';
import { doJob, FailedHereError, type JobTools } from './do-job.ts';
import { hold } from './hold.ts';
import type { Trouble } from './trouble.ts';
import type { Outcome, WorkerMeter } from './worker-meter.ts';

/** How long an empty queue is left alone: the longer it was empty, the longer. */
const IDLE = { firstMs: 10, maxMs: 250, factor: 1.5 };

export interface WorkerOptions extends JobTools {
  readonly name: string;
  readonly jobs: JobQueue;
  /** Jobs in hand at once: some are read, or written, while others are worked on. */
  readonly inHand: number;
  readonly leaseSeconds: number;
  readonly meter: WorkerMeter;
  readonly trouble: Trouble;
  readonly log: Logger;
  /** When to take no more. */
  readonly signal: AbortSignal;
}

/** Takes jobs and does them. */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #inHand = new Map<TakenJob, Promise<void>>();

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /** Until `signal` aborts and what is in hand is done. Never rejects. */
  async run(): Promise<void> {
    const { signal, trouble } = this.#options;
    let idle = retryDelays(IDLE);
    while (!signal.aborted) {
      if (this.#inHand.size >= this.#options.inHand) {
        await Promise.race(this.#inHand.values());
        continue;
      }
      const job = await this.#take();
      if (job) {
        idle = retryDelays(IDLE);
        this.#begin(job);
      }
      const pauseMs = Math.max(trouble.pauseMs, job ? 0 : idle.next().value);
      if (pauseMs > 0) await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
    await Promise.all(this.#inHand.values());
  }

  /** Lets others have what is still in hand. */
  async giveUp(): Promise<void> {
    const { jobs } = this.#options;
    await Promise.allSettled([...this.#inHand.keys()].map((job) => jobs.giveBack(job)));
  }

  async #take(): Promise<TakenJob | undefined> {
    const { jobs, name, leaseSeconds, trouble } = this.#options;
    try {
      const job = await jobs.take(name, { leaseSeconds });
      if (!job && this.#inHand.size === 0) trouble.worked();
      return job;
    } catch (error) {
      this.#sayTrouble(error);
      return undefined;
    }
  }

  #begin(job: TakenJob): void {
    const { jobs, leaseSeconds, meter } = this.#options;
    const ended = meter.begin();
    const release = hold(jobs, job, leaseSeconds);
    const work = this.#work(job).then((outcome) => {
      release();
      this.#inHand.delete(job);
      ended(outcome);
    });
    this.#inHand.set(job, work);
  }

  async #work(job: TakenJob): Promise<Outcome> {
    const { jobs, meter, trouble } = this.#options;
    try {
      const result = await doJob(job, this.#options);
      meter.made(result.bytes);
      const isOurs = await jobs.done(job, result);
      trouble.worked();
      return isOurs ? 'done' : 'lost';
    } catch (error) {
      return this.#failed(job, error).catch((second: unknown) => {
        this.#sayTrouble(second);
        return 'lost'; // its lease ends
      });
    }
  }

  async #failed(job: TakenJob, error: unknown): Promise<Outcome> {
    const { jobs, trouble, log } = this.#options;
    if (error instanceof BadInputError) {
      trouble.worked();
      return (await jobs.fail(job, error.message, { retry: false })) ? 'failed' : 'lost';
    }
    const isDefect = !(error instanceof VedetteError);
    if (isDefect || error instanceof FailedHereError) {
      if (isDefect) log.error({ err: error, job: job.id }, 'a defect ended a job');
      else log.warn({ job: job.id, reason: error.message }, 'a job failed here, and is tried again');
      return (await jobs.fail(job, messageOf(error), { retry: true })) ? 'retry' : 'lost';
    }
    this.#sayTrouble(error);
    return (await jobs.giveBack(job)) ? 'back' : 'lost';
  }

  /** What fails since bucket and catalog were closed behind it is no trouble. */
  #sayTrouble(error: unknown): void {
    if (!this.#options.signal.aborted) this.#options.trouble.failed(error);
  }
}
