import { isDeepStrictEqual } from 'node:util';
import { ResourceError } from '@vedette/core/errors';
import { describeImage, describeShot, nowMicros, type Shot, type ShotImage } from '@vedette/core/message';
import type { Bucket, CatalogEntry, KeyTemplate } from '@vedette/store';
import { imageFound } from './image-found.ts';
import { parseJson } from './parse-json.ts';
import { jsonOf, putDescription } from './put-description.ts';
import type { Kept, ShotKeeper } from './shot-keeper.ts';

type Target = Pick<Bucket, 'putIfAbsent' | 'get'>;

/** Keeps each shot in an object of its own: its image with its description, or the description alone. */
export function objectKeeper(bucket: Target, template: KeyTemplate): ShotKeeper {
  return {
    async keep(shot, before) {
      const key = template.format(shot);
      const elsewhere = before === undefined || before === key ? undefined : await findShot(bucket, before, shot);
      return elsewhere ?? keepAs(bucket, key, shot);
    },
    close: () => Promise.resolve(),
  };
}

async function keepAs(bucket: Target, key: string, shot: Shot): Promise<Kept | 'conflict'> {
  const entry = entryOf(key, shot);
  const outcome = await putShot(bucket, entry, shot.image);
  if (outcome === 'stored') return { key, isNew: true, storedAt: nowMicros(), entry };
  const found = await findShot(bucket, key, shot);
  if (!found) throw gone(key);
  return found;
}

function putShot(bucket: Target, entry: CatalogEntry, image: ShotImage | undefined): Promise<'stored' | 'present'> {
  const describe = () => jsonOf(entry);
  if (image) return bucket.putIfAbsent(entry.key, image.data, { contentType: image.type, describe });
  return bucket.putIfAbsent(entry.key, Buffer.from(describe()), { contentType: 'application/json' });
}

/** The shot as it lies under a key; undefined where nothing does. */
async function findShot(bucket: Target, key: string, shot: Shot): Promise<Kept | 'conflict' | undefined> {
  const stored = await bucket.get(key);
  if (!stored) return undefined;
  const own = entryOf(key, shot);
  const entry = shot.image ? await entryOfImage(bucket, own, shot.image, stored) : entryIfSame(own, stored);
  return entry === 'conflict' ? entry : { key, isNew: false, storedAt: nowMicros(), entry };
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

function entryOf(key: string, shot: Shot): CatalogEntry {
  return { ...describeShot(shot), key, storedAt: nowMicros() };
}

/** As a reindex reads it. What it says is for the catalog to judge: anybody may have written it. */
function entryIn(description: Buffer, key: string): CatalogEntry {
  return { ...parseJson(description), key } as CatalogEntry;
}

function gone(key: string): ResourceError {
  return new ResourceError(`${key} was in the bucket, and is gone`);
}
