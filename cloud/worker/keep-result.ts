import { nowMicros } from '@vedette/core/message';
import { SOFTWARE } from '@vedette/core/run';
import type { Operation, ResultPicture } from '@vedette/operations';
import { type Bucket, type CatalogShot, derivedKey, type JobResult } from '@vedette/store';
import { z } from 'zod';

export interface Made {
  /** The id of the job. */
  readonly job: string;
  readonly of: CatalogShot;
  readonly operations: readonly Operation[];
  readonly picture: ResultPicture;
}

const pictureSchema = z.object({
  type: z.string(),
  width: z.number(),
  height: z.number(),
  bytes: z.number(),
  sha256: z.string(),
});

/**
 * Puts what a job made into the bucket, with what it was made of, under the key that follows from the job: of several who
 * do it one writes it, and all are told what lies there. Rejects with ResourceError.
 */
export async function keepResult(
  bucket: Pick<Bucket, 'putIfAbsent' | 'get'>,
  { job, of, operations, picture }: Made,
): Promise<JobResult> {
  const { data, extension, ...image } = picture;
  const key = derivedKey({ image: of.id, job, extension });
  const result = { ...image, bytes: data.length };
  const describe = () =>
    JSON.stringify({
      ...{ key, job, of: sourceOf(of), operations, image: result },
      ...{ software: SOFTWARE, storedAt: nowMicros() },
    });
  const outcome = await bucket.putIfAbsent(key, data, { contentType: picture.type, describe });
  const there = outcome === 'present' ? await readResult(bucket, key) : undefined;
  return { key, ...(there ?? result) };
}

/** All that tells whether it is meant where somebody erases: it may be there when its source is not. */
function sourceOf(shot: CatalogShot) {
  const { id, key, site, device, camera, session, at, clock, image } = shot;
  const track = 'track' in shot ? shot.track : undefined;
  return { id, key, sha256: image?.sha256, site, device, camera, session, track, at, clock };
}

/** What another one wrote, by its description; undefined where that cannot be read. */
async function readResult(bucket: Pick<Bucket, 'get'>, key: string): Promise<Omit<JobResult, 'key'> | undefined> {
  const text = await bucket.get(`${key}.json`);
  try {
    return z.object({ image: pictureSchema }).parse(JSON.parse(String(text))).image;
  } catch {
    return undefined; // the same operations on the same picture make the same
  }
}
