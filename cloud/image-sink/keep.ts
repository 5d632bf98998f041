import { createHash } from 'node:crypto';
import { describeShot, nowMicros, type Shot } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import { type Bucket, deadLetterKey, shotKey } from '@vedette/store';

type Target = Pick<Bucket, 'putIfAbsent' | 'get'>;

export interface Kept {
  readonly key: string;
  /** Whether this call wrote it; otherwise it was there. */
  readonly isNew: boolean;
  /** When it was durable, in µs since the epoch. */
  readonly storedAt: number;
}

/**
 * Stores a shot's image and then, beside it, its description; when this resolves, both are durable.
 * Where an image is found without one, the process that stored it died in between, and the description is written now.
 * `conflict`: another image was stored under this shot's id, and this one was not.
 */
export async function keepShot(bucket: Target, shot: Shot): Promise<Kept | 'conflict'> {
  const key = shotKey(shot);
  const { data, type } = shot.image;
  const outcome = await bucket.putIfAbsent(key, data, { contentType: type });
  if (outcome === 'present' && (await bucket.get(key))?.equals(data) === false) return 'conflict';
  const storedAt = nowMicros();
  await putDescription(bucket, key, { ...describeShot(shot), key, storedAt });
  return { key, isNew: outcome === 'stored', storedAt };
}

/** Puts a payload aside that cannot be stored as a shot, and beside it what is wrong with it. */
export async function keepDeadLetter(
  bucket: Target,
  { topic, payload }: MqttMessage,
  { reason, detail }: { readonly reason: string; readonly detail: string },
): Promise<Kept> {
  const key = deadLetterKey(createHash('sha256').update(payload).digest('hex'));
  const outcome = await bucket.putIfAbsent(key, payload, { contentType: 'application/octet-stream' });
  const receivedAt = nowMicros();
  await putDescription(bucket, key, { key, reason, detail, topic, bytes: payload.length, receivedAt });
  return { key, isNew: outcome === 'stored', storedAt: receivedAt };
}

async function putDescription(bucket: Target, key: string, description: object): Promise<void> {
  const json = Buffer.from(`${JSON.stringify(description)}\n`);
  await bucket.putIfAbsent(`${key}.json`, json, { contentType: 'application/json' });
}
