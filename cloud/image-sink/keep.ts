import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ResourceError } from '@vedette/core/errors';
import { describeImage, describeShot, nowMicros, type Shot, type ShotImage } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import { type Bucket, deadLetterKey, shotKey } from '@vedette/store';
import { imageFound } from './image-found.ts';
import { parseJson } from './parse-json.ts';

type Target = Pick<Bucket, 'putIfAbsent' | 'get'>;

export interface Kept {
  readonly key: string;
  /** Whether this call wrote it; otherwise it was there. */
  readonly isNew: boolean;
  /** When it was durable, in µs since the epoch. */
  readonly storedAt: number;
}

/**
 * Stores a shot: its image and with it its description, or the description alone; when this resolves, all is durable.
 * `conflict`: another one was stored under this shot's id, and this one was not. Rejects with ResourceError where the
 * bucket fails, or has an object that is gone a moment later; then the same call may succeed.
 */
export function keepShot(bucket: Target, shot: Shot): Promise<Kept | 'conflict'> {
  return shot.image ? keepImage(bucket, shot, shot.image) : keepDescription(bucket, shot);
}

/** Where an image is found undescribed, the process that stored it died in between, and what is stored is described now. */
async function keepImage(bucket: Target, shot: Shot, image: ShotImage): Promise<Kept | 'conflict'> {
  const key = shotKey(shot);
  const { data, type } = image;
  const describe = (found = describeImage(image)) => jsonOf({ ...storedAs(key, shot), image: found });
  const outcome = await bucket.putIfAbsent(key, data, { contentType: type, describe });
  if (outcome === 'present') {
    const stored = await getPresent(bucket, key);
    const found = stored.equals(data)
      ? describeImage(image)
      : imageFound(stored, await bucket.get(`${key}.json`), image);
    if (!found) return 'conflict';
    await putDescription(bucket, key, describe(found));
  }
  return { key, isNew: outcome === 'stored', storedAt: nowMicros() };
}

async function keepDescription(bucket: Target, shot: Shot): Promise<Kept | 'conflict'> {
  const key = shotKey(shot);
  const json = Buffer.from(jsonOf(storedAs(key, shot)));
  const outcome = await bucket.putIfAbsent(key, json, { contentType: 'application/json' });
  if (outcome === 'present' && !saysTheSame(await getPresent(bucket, key), json)) return 'conflict';
  return { key, isNew: outcome === 'stored', storedAt: nowMicros() };
}

function storedAs(key: string, shot: Shot): object {
  return { ...describeShot(shot), key, storedAt: nowMicros() };
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

/** Puts a payload aside that cannot be stored as a shot, and beside it what is wrong with it. */
export async function keepDeadLetter(
  bucket: Target,
  { topic, payload }: MqttMessage,
  { reason, detail }: { readonly reason: string; readonly detail: string },
): Promise<Kept> {
  const key = deadLetterKey(createHash('sha256').update(payload).digest('hex'));
  const describe = () => jsonOf({ key, reason, detail, topic, bytes: payload.length, receivedAt: nowMicros() });
  const outcome = await bucket.putIfAbsent(key, payload, { contentType: 'application/octet-stream', describe });
  if (outcome === 'present') await putDescription(bucket, key, describe());
  return { key, isNew: outcome === 'stored', storedAt: nowMicros() };
}

function jsonOf(description: object): string {
  return `${JSON.stringify(description)}\n`;
}

async function putDescription(bucket: Target, key: string, description: string): Promise<void> {
  await bucket.putIfAbsent(`${key}.json`, Buffer.from(description), { contentType: 'application/json' });
}
