import { isDeepStrictEqual } from 'node:util';
import { ResourceError } from '@vedette/core/errors';
import { describeImage, describeShot, nowMicros, type Shot, type ShotImage } from '@vedette/core/message';
import { type Bucket, type CatalogEntry, shotKey } from '@vedette/store';
import { imageFound } from './image-found.ts';
import { parseJson } from './parse-json.ts';
import { jsonOf, putDescription } from './put-description.ts';
import type { Kept, ShotKeeper } from './shot-keeper.ts';

type Target = Pick<Bucket, 'putIfAbsent' | 'get'>;

/** Keeps each shot in an object of its own: its image with its description, or the description alone. */
export function objectKeeper(bucket: Target): ShotKeeper {
  return {
    keep: (shot) => (shot.image ? keepImage(bucket, shot, shot.image) : keepDescription(bucket, shot)),
    close: () => Promise.resolve(),
  };
}

async function keepImage(bucket: Target, shot: Shot, image: ShotImage): Promise<Kept | 'conflict'> {
  const key = shotKey(shot);
  const entry = entryOf(key, shot);
  const options = { contentType: image.type, describe: () => jsonOf(entry) };
  const outcome = await bucket.putIfAbsent(key, image.data, options);
  if (outcome === 'stored') return { key, isNew: true, storedAt: nowMicros(), entry };
  const present = await entryPresent(bucket, entry, image);
  return present === 'conflict' ? present : { key, isNew: false, storedAt: nowMicros(), entry: present };
}

/**
 * What is said of an image that was there, if it is the shot's. Where nothing is, the process that stored it died in
 * between, and what is stored is described now.
 */
async function entryPresent(bucket: Target, entry: CatalogEntry, image: ShotImage): Promise<CatalogEntry | 'conflict'> {
  const { key } = entry;
  const stored = await getPresent(bucket, key);
  const description = await bucket.get(`${key}.json`);
  const found = stored.equals(image.data) ? describeImage(image) : imageFound(stored, description, image);
  if (!found) return 'conflict';
  if (description) return entryIn(description, key);
  const now = { ...entry, image: found };
  const outcome = await putDescription(bucket, key, jsonOf(now));
  return outcome === 'stored' ? now : entryIn(await getPresent(bucket, `${key}.json`), key);
}

async function keepDescription(bucket: Target, shot: Shot): Promise<Kept | 'conflict'> {
  const key = shotKey(shot);
  const entry = entryOf(key, shot);
  const json = Buffer.from(jsonOf(entry));
  const outcome = await bucket.putIfAbsent(key, json, { contentType: 'application/json' });
  if (outcome === 'stored') return { key, isNew: true, storedAt: nowMicros(), entry };
  const stored = await getPresent(bucket, key);
  if (!saysTheSame(stored, json)) return 'conflict';
  return { key, isNew: false, storedAt: nowMicros(), entry: entryIn(stored, key) };
}

function entryOf(key: string, shot: Shot): CatalogEntry {
  return { ...describeShot(shot), key, storedAt: nowMicros() };
}

/** As a reindex reads it. What it says is for the catalog to judge: anybody may have written it. */
function entryIn(description: Buffer, key: string): CatalogEntry {
  return { ...parseJson(description), key } as CatalogEntry;
}

/** Whether two descriptions are of the same shot, whenever each was stored. */
function saysTheSame(...descriptions: readonly [Buffer, Buffer]): boolean {
  const [one, other] = descriptions.map((json) => ({ ...parseJson(json), storedAt: undefined }));
  return isDeepStrictEqual(one, other);
}

async function getPresent(bucket: Target, key: string): Promise<Buffer> {
  const stored = await bucket.get(key);
  if (!stored) throw new ResourceError(`${key} was in the bucket, and is gone`);
  return stored;
}
