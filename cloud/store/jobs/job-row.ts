import { BadInputError } from '@vedette/core/errors';
import { z } from 'zod';
import { fromColumn, toColumn } from '../catalog/column-text.ts';
import type { JobRow } from '../catalog/tables.ts';
import type { Job, JobState, NewJob, TakenJob } from './job.ts';

const MAX_ATTEMPTS = 3;
const MICROS = 1_000;

const newJobSchema = z.strictObject({
  id: z.uuid(),
  image: z.string().min(1).max(300),
  operations: z.array(z.json()),
  maxAttempts: z.int().min(1).max(100).default(MAX_ATTEMPTS),
});

/** The columns of a job before anything has become of it. Throws BadInputError (`job`). */
export function columnsOf(job: NewJob) {
  const read = newJobSchema.safeParse(job);
  if (!read.success) throw new BadInputError('job', `no job: ${z.prettifyError(read.error)}`);
  const { id, image, operations, maxAttempts } = read.data;
  return {
    ...{ id, image: toColumn(image), operations: JSON.stringify(operations), max_attempts: maxAttempts },
    ...{ state: 'queued', attempts: 0 },
  };
}

export function toJob(row: JobRow): Job {
  const { started_at, done_at, worker, error, result } = row;
  return {
    ...{ id: row.id, image: fromColumn(row.image), operations: JSON.parse(row.operations) },
    ...{ maxAttempts: row.max_attempts, state: row.state as JobState, attempts: row.attempts },
    createdAt: row.created_at * MICROS,
    ...(started_at !== null && { startedAt: started_at * MICROS }),
    ...(done_at !== null && { doneAt: done_at * MICROS }),
    ...(worker !== null && { worker: fromColumn(worker) }),
    ...(error !== null && { error: fromColumn(error) }),
    ...(result !== null && { result: JSON.parse(result) }),
  };
}

export function toTakenJob(row: JobRow): TakenJob {
  return toJob(row) as TakenJob;
}
