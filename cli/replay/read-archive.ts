import { checkShot } from '@vedette/core/message';
import { type Bucket, parseShotKey } from '@vedette/store';
import type { ReadShot } from '../messages/read-shots.ts';

/**
 * The shots of a bucket under a prefix, each made of its image and its description as it was; in the order of the keys,
 * one at a time. An object that is no shot's image, or has no description, is a fault.
 */
export async function* readArchive(bucket: Bucket, prefix: string): AsyncGenerator<ReadShot> {
  for await (const { key } of bucket.list(prefix)) {
    if (key.endsWith('.json')) continue;
    yield await readObject(bucket, key);
  }
}

async function readObject(bucket: Bucket, key: string): Promise<ReadShot> {
  if (!parseShotKey(key)) return fault(`${key} is no key of a shot`);
  const [data, json] = await Promise.all([bucket.get(key), bucket.get(`${key}.json`)]);
  if (!data) return fault(`${key} is there no more`);
  if (!json) return fault(`${key} has no description`);
  const description = parse(json);
  if (!description) return fault(`the description of ${key} is no JSON of a shot`);
  // What the sink has added, and what stands for the pixels, is no part of the message.
  const { key: _key, storedAt: _storedAt, image, ...shot } = description;
  const { bytes: _bytes, ...header } = image;
  const checked = checkShot({ ...shot, image: { ...header, data } });
  return checked.type === 'shot' ? checked : fault(`${key}: ${checked.detail}`);
}

function parse(json: Buffer): (Record<string, unknown> & { image: Record<string, unknown> }) | undefined {
  try {
    const value = JSON.parse(json.toString('utf8'));
    return typeof value?.image === 'object' && value.image !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function fault(detail: string): ReadShot {
  return { type: 'fault', detail };
}
