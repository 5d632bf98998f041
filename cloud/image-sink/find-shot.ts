import { isDeepStrictEqual } from 'node:util';
import { ResourceError } from '@vedette/core/errors';
import { describeImage, describeShot, nowMicros, type Shot, type ShotImage } from '@vedette/core/message';
import type { Bucket, CatalogEntry } from '@vedette/store';
import { imageFound } from './image-found.ts';
import { parseJson } from './parse-json.ts';
import { jsonOf, putDescription } from './put-description.ts';
import type { Kept } from './shot-keeper.ts';

type Target = Pick<Bucket, 'putIfAbsent' | 'get'>;

/** The shot as it lies under a key; undefined where nothing does. `conflict`: another one lies there. */
export async function findShot(bucket: Target, key: string, shot: Shot): Promise<Kept | 'conflict' | undefined> {
  const stored = await bucket.get(key);
  if (!stored) return undefined;
  const own = entryOf(key, shot);
  const entry = shot.image ? await entryOfImage(bucket, own, shot.image, stored) : entryIfSame(own, stored);
  return entry === 'conflict' ? entry : { key, isNew: false, storedAt: nowMicros(), entry };
}

/** What is said of a shot that is about to be stored. */
export function entryOf(key: string, shot: Shot): CatalogEntry {
  return { ...describeShot(shot), key, storedAt: nowMicros() };
}

/** What was there a moment ago may be stored at the next try. */
export function gone(key: string): ResourceError {
  return new ResourceError(`${key} was in the bucket, and is gone`);
}

/**
 * What is said of an image that was there, if it is the shot's. Where nothing is, the process that stored it died in
 * between, and what is stored is described now.
 */
async function entryOfImage(
  bucket: Target,
  own: CatalogEntry,
  image: ShotImage,
  stored: Buffer,
): Promise<CatalogEntry | 'conflict'> {
  const { key } = own;
  const description = await bucket.get(`${key}.json`);
  const found = stored.equals(image.data) ? describeImage(image) : imageFound(stored, description, image);
  if (!found) return 'conflict';
  if (description) return entryIn(description, key);
  const now = { ...own, image: found };
  if ((await putDescription(bucket, key, jsonOf(now))) === 'stored') return now;
  const theirs = await bucket.get(`${key}.json`);
  if (!theirs) throw gone(`${key}.json`);
  return entryIn(theirs, key);
}

/** Where the description is all there is, it is the same, whenever it was stored. */
function entryIfSame(own: CatalogEntry, stored: Buffer): CatalogEntry | 'conflict' {
  const [one, other] = [Buffer.from(jsonOf(own)), stored].map((json) => ({ ...parseJson(json), storedAt: undefined }));
  return isDeepStrictEqual(one, other) ? entryIn(stored, own.key) : 'conflict';
}

/** As a reindex reads it. What it says is for the catalog to judge: anybody may have written it. */
function entryIn(description: Buffer, key: string): CatalogEntry {
  return { ...parseJson(description), key } as CatalogEntry;
}
