import { BadInputError, ResourceError } from '@vedette/core/errors';
import type { Turns } from '@vedette/core/run';
import { type Operator, parseOperations } from '@vedette/operations';
import type { Bucket, Catalog, CatalogShot, Job, JobResult } from '@vedette/store';
import { keepResult } from './keep-result.ts';

export interface JobTools {
  readonly bucket: Bucket;
  readonly catalog: Pick<Catalog, 'shot'>;
  readonly operator: Pick<Operator, 'apply'>;
  readonly maxOperations: number;
  /** Those who compute. */
  readonly turns: Turns;
}

/** The operations could not be done now; it is the worker's fault, or its machine's, not the bucket's. */
export class FailedHereError extends ResourceError {
  override name = 'FailedHereError';
}

/**
 * Does a job: reads its picture, works on it, keeps the result. Rejects with BadInputError for what never can be done, with
 * FailedHereError, and with ResourceError where bucket or catalog fail.
 */
export async function doJob(
  job: Job,
  { bucket, catalog, operator, maxOperations, turns }: JobTools,
): Promise<JobResult> {
  const operations = parseOperations(job.operations, maxOperations);
  const shot = await catalog.shot(job.image);
  if (!shot) throw new BadInputError('image', `there is no image ${job.image} (any more)`);
  if (!shot.image) throw new BadInputError('image', `${job.image} has no picture: what it would show is hidden`);
  const data = await bucket.get(shot.key);
  if (!data) throw gone(shot);
  const picture = await turns
    .take(() => operator.apply(data, operations))
    .catch((error: unknown) => {
      if (error instanceof ResourceError) throw new FailedHereError(error.message, { cause: error });
      throw error;
    });
  const result = await keepResult(bucket, { job: job.id, of: shot, operations, picture });
  // Whoever removes an image removes what was made of it next: what comes later than that, nobody else would look for.
  if (await bucket.get(shot.key, { from: 0, bytes: 1 })) return result;
  await bucket.remove(result.key);
  throw gone(shot);
}

function gone({ key }: CatalogShot): BadInputError {
  return new BadInputError('image', `the picture is no longer in the bucket (${key})`);
}
