import { createHash } from 'node:crypto';
import { ResourceError } from '@vedette/core/errors';
import { describeShot, nowMicros, type Shot } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import { type Bucket, deadLetterKey, shotKey } from '@vedette/store';
import { imageFound } from './image-found.ts';

type Target = Pick<Bucket, 'putIfAbsent' | 'get'>;

export interface Kept {
  readonly key: string;
  /** Whether this call wrote it; otherwise it was there. */
  readonly isNew: boolean;
  /** When it was durable, in µs since the epoch. */
  readonly storedAt: number;
}

/**
 * Stores a shot's image and, with it, its description; when this resolves, both are durable.
 * Where an image is found without one, the process that stored it died in between, and what is stored is described now.
 * `conflict`: an image of another picture was stored under this shot's id, and this one was not. Rejects with ResourceError
 * where the bucket fails, or has an image that is gone a moment later; then the same call may succeed.
 */
export async function keepShot(bucket: Target, shot: Shot): Promise<Kept | 'conflict'> {
  const key = shotKey(shot);
  const { data, type } = shot.image;
  const description = describeShot(shot);
  const describe = (image = description.image) => jsonOf({ ...description, image, key, storedAt: nowMicros() });
  const outcome = await bucket.putIfAbsent(key, data, { contentType: type, describe });
  if (outcome === 'present') {
    const stored = await bucket.get(key);
    if (!stored) throw new ResourceError(`${key} was in the bucket, and is gone`);
    const image = stored.equals(data) ? description.image : imageFound(stored, await bucket.get(`${key}.json`), shot);
    if (!image) return 'conflict';
    await putDescription(bucket, key, describe(image));
  }
  return { key, isNew: outcome === 'stored', storedAt: nowMicros() };
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
