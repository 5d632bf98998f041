import { checkShot } from '@vedette/core/message';
import { type Bucket, isBesideShots, isDescriptionKey, isMadeHere } from '@vedette/store';
import type { ReadShot } from '../messages/read-shots.ts';

/**
 * The shots of a bucket under a prefix, each made of its image, if it has one, and its description as it was; in the order
 * of the keys, one at a time. An object that is no shot's, or an image that has no description, is a fault.
 */
export async function* readArchive(bucket: Bucket, prefix: string): AsyncGenerator<ReadShot> {
  for await (const { key } of bucket.list(prefix)) {
    if (isDescriptionKey(key) || isMadeHere(key)) continue;
    yield await readObject(bucket, key);
  }
}

async function readObject(bucket: Bucket, key: string): Promise<ReadShot> {
  if (isBesideShots(key)) return fault(`${key} is no shot's`);
  const object = await bucket.get(key);
  if (!object) return fault(`${key} is there no more`);
  if (key.endsWith('.json')) return shotOf(key, object);
  const json = await bucket.get(`${key}.json`);
  return json ? shotOf(key, json, object) : fault(`${key} has no description`);
}

function shotOf(key: string, json: Buffer, data?: Buffer): ReadShot {
  const description = parse(json);
  if (!description) return fault(`the description of ${key} is no JSON of a shot`);
  // What the sink has added, and what stands for the pixels, is no part of the message.
  const { key: _key, storedAt: _storedAt, image, ...shot } = description;
  const { bytes: _bytes, ...header } = image ?? {};
  const checked = checkShot(data ? { ...shot, image: { ...header, data } } : shot);
  return checked.type === 'shot' ? checked : fault(`${key}: ${checked.detail}`);
}

function parse(json: Buffer): (Record<string, unknown> & { image?: Record<string, unknown> }) | undefined {
  try {
    const value = JSON.parse(json.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function fault(detail: string): ReadShot {
  return { type: 'fault', detail };
}
