import { ResourceError } from '@vedette/core/errors';
import type { Page } from '../catalog/answers.ts';
import type { Job, JobResult, JobState, NewJob, TakenJob } from './job.ts';

/** As many jobs wait as are allowed to. */
export class QueueFullError extends ResourceError {
  override name = 'QueueFullError';
  /** How many wait. */
  readonly queued: number;

  constructor(queued: number) {
    super(`the queue is full: ${queued} jobs wait; try again later, or start more workers`);
    this.queued = queued;
  }
}

/** All that is given must hold. The newest come first. */
export interface JobQuery {
  readonly image?: string | undefined;
  readonly state?: JobState | undefined;
  /** 1 to 1,000; 100 unless given. */
  readonly limit?: number | undefined;
  /** The `next` of the page before. */
  readonly cursor?: string | undefined;
}

/**
 * Jobs that wait, and all that is known of those before. Of several workers one has a job, for as long as its lease lasts:
 * who dies with it loses it to another one. What a worker says of a job that it has lost counts for nothing. Every method rejects
 * with BadInputError (reason `job`, `query` or `cursor`) for what it cannot take, and with ResourceError where the catalog
 * cannot be reached, read or written; the same call may succeed later.
 */
export interface JobQueue {
  /**
   * Adds a job unless there is one with this id; durable. Rejects with QueueFullError where `maxQueued` wait, a few more or
   * less where several add at once.
   */
  add(job: NewJob, options: { readonly maxQueued: number }): Promise<'added' | 'present'>;
  /** Takes the job that has waited longest; undefined where none waits. */
  take(worker: string, options: { readonly leaseSeconds: number }): Promise<TakenJob | undefined>;
  /** Holds a job for so long from now on; false where it is lost. */
  extend(job: TakenJob, options: { readonly leaseSeconds: number }): Promise<boolean>;
  /** Says what a job made; false where it is lost. */
  done(job: TakenJob, result: JobResult): Promise<boolean>;
  /**
   * Says why a job failed; false where it is lost. `retry`: it waits again, unless it was tried often enough.
   */
  fail(job: TakenJob, error: string, options: { readonly retry: boolean }): Promise<boolean>;
  /** Lets a job wait again as if it had not been taken; false where it is lost. */
  giveBack(job: TakenJob): Promise<boolean>;
  get(id: string): Promise<Job | undefined>;
  list(query?: JobQuery): Promise<Page<Job>>;
  /**
   * Jobs that have changed, those first that changed first; a page without `next` is never given: its cursor goes on with
   * what changes later. Without a cursor it begins now.
   */
  changes(cursor?: string): Promise<Required<Page<Job>>>;
  counts(): Promise<Readonly<Record<JobState, number>>>;
  /** Forgets some of the jobs that ended before a time, in µs since the epoch, the oldest; tells how many: 0 for no more. */
  trim(before: number): Promise<number>;
  /** Forgets all jobs of these images; tells how many. Workers that have one lose it. */
  forget(images: readonly string[]): Promise<number>;
}
