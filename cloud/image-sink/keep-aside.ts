import { createHash } from 'node:crypto';
import { describeShot, nowMicros, type Shot } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import type { Place } from '@vedette/core/topics';
import { type Bucket, deadLetterKey, invalidKey } from '@vedette/store';
import type { Rejection } from './judge.ts';
import { pictureFormat } from './picture-format.ts';
import { jsonOf, putDescription } from './put-description.ts';
import type { Stored } from './shot-keeper.ts';

/** What is wrong with the picture itself, so that somebody will want to open it. */
const OF_PICTURES: ReadonlySet<Rejection['reason']> = new Set(['image', 'undecodable', 'too-many-pixels', 'too-large']);

/** An object as it is put aside. */
interface Letter {
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  /** What it says of itself. */
  readonly said: object;
}

/**
 * Puts aside what cannot be stored as a shot, and beside it what is wrong with it: a picture as a file that opens as one,
 * any other payload as it came. `place`: where it came from, as far as its topic tells.
 */
export async function keepAside(
  bucket: Pick<Bucket, 'putIfAbsent'>,
  { topic, payload }: MqttMessage,
  rejection: Rejection,
  place: Place | undefined,
): Promise<Stored> {
  const { reason, detail } = rejection;
  const receivedAt = nowMicros();
  const { key, body, contentType, said } = invalidPicture(payload, rejection, receivedAt) ?? deadLetter(payload);
  const bytes = body.length;
  const describe = () => jsonOf({ ...place, ...said, key, reason, detail, topic, bytes, receivedAt });
  const outcome = await bucket.putIfAbsent(key, body, { contentType, describe });
  if (outcome === 'present') await putDescription(bucket, key, describe());
  return { key, isNew: outcome === 'stored', storedAt: nowMicros() };
}

function deadLetter(payload: Buffer): Letter {
  return { key: deadLetterKey(sha256Of(payload)), body: payload, contentType: 'application/octet-stream', said: {} };
}

/** Undefined for what is no picture, and for one that nothing is wrong with but what was said of it. */
function invalidPicture(payload: Buffer, { reason, shot }: Rejection, receivedAt: number): Letter | undefined {
  const body = shot?.image?.data ?? payload;
  const format = OF_PICTURES.has(reason) ? pictureFormat(body) : undefined;
  if (!format) return undefined;
  const { extension, contentType } = format;
  // Of a bare image, what we have made up says nothing.
  const sent: Shot | undefined = body === payload ? undefined : shot;
  const key = invalidKey({ reason, at: sent?.at ?? receivedAt, sha256: sha256Of(body), extension });
  return { key, body, contentType, said: sent ? describeShot(sent) : {} };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
