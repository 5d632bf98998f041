import { createHash } from 'node:crypto';
import { nowMicros } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import { type Bucket, deadLetterKey } from '@vedette/store';
import { jsonOf, putDescription } from './put-description.ts';
import type { Stored } from './shot-keeper.ts';

/** Puts a payload aside that cannot be stored as a shot, and beside it what is wrong with it. */
export async function keepDeadLetter(
  bucket: Pick<Bucket, 'putIfAbsent'>,
  { topic, payload }: MqttMessage,
  { reason, detail }: { readonly reason: string; readonly detail: string },
): Promise<Stored> {
  const key = deadLetterKey(createHash('sha256').update(payload).digest('hex'));
  const describe = () => jsonOf({ key, reason, detail, topic, bytes: payload.length, receivedAt: nowMicros() });
  const outcome = await bucket.putIfAbsent(key, payload, { contentType: 'application/octet-stream', describe });
  if (outcome === 'present') await putDescription(bucket, key, describe());
  return { key, isNew: outcome === 'stored', storedAt: nowMicros() };
}
