export type JobState = 'queued' | 'active' | 'done' | 'failed';

/** What a job made, and where it lies in the bucket. */
export interface JobResult {
  readonly key: string;
  /** The media type. */
  readonly type: string;
  /** px */
  readonly width: number;
  /** px */
  readonly height: number;
  readonly bytes: number;
  /** Of the bytes, 64 hex digits. */
  readonly sha256: string;
}

/** A list of operations that is to be done on a picture of the bucket. */
export interface NewJob {
  /** A UUID. */
  readonly id: string;
  /** The id of the shot whose picture it is. */
  readonly image: string;
  /** As JSON; the queue does not read them. */
  readonly operations: readonly unknown[];
  /** How often it is tried where workers die of it, or fail by what may pass; 3 unless given. */
  readonly maxAttempts?: number;
}

/** A job and what became of it; times in µs since the epoch, by the clock of the database. */
export interface Job extends Required<NewJob> {
  readonly state: JobState;
  /** How often it was begun. */
  readonly attempts: number;
  readonly createdAt: number;
  /** When its last attempt began. */
  readonly startedAt?: number;
  /** When it was done, or failed for good. */
  readonly doneAt?: number;
  /** Who has it, or had it last. */
  readonly worker?: string;
  /** Why the last attempt failed. */
  readonly error?: string;
  readonly result?: JobResult;
}

/** A job in a worker's hands: for that worker, and for this attempt. */
export interface TakenJob extends Job {
  readonly state: 'active';
  readonly worker: string;
}
