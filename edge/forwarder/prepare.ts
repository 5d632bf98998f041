import { createHash } from 'node:crypto';
import { encodeShot, nowMicros, type Payload, payloadId, readPayload, wrapImage } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import { SOFTWARE } from '@vedette/core/run';
import type { Place, Topics } from '@vedette/core/topics';
import type { EntryMeta } from './spool/index.ts';

/** The device that the forwarder runs on; a payload that does not say where it is from, is from here. */
export type Home = Pick<Place, 'site' | 'device'>;

/** Who wraps bare images. */
export interface Wrapper {
  readonly home: Home;
  readonly topics: Topics;
  readonly session: string;
  /** Where something unreadable from an alias goes: a topic that names this device, so that its receipt comes back. */
  readonly deadLetterTopic: string;
  /** Next number within the session. */
  nextSeq(): number;
}

/** A payload as it is spooled and sent. */
export interface Prepared {
  readonly meta: EntryMeta;
  readonly payload: Buffer;
  readonly unreadable?: Extract<Payload, { type: 'unreadable' }>;
}

/** What is to be sent for a message: a shot as it came, a bare image as a shot, anything else as it came. */
export function prepare(message: MqttMessage, wrapper: Wrapper): Prepared {
  const read = readPayload(message.payload);
  if (read.type === 'image') return wrapped(message, read, wrapper);
  const { topic, payload } = message;
  if (read.type === 'shot') {
    const { id, at, site, device } = read.shot;
    return { meta: { id, topic, at, site, device }, payload };
  }
  return { ...unreadable(message, wrapper), unreadable: read };
}

function wrapped(
  { topic, payload }: MqttMessage,
  { header }: Extract<Payload, { type: 'image' }>,
  wrapper: Wrapper,
): Prepared {
  const { home, topics, session } = wrapper;
  const place = topics.placeOf(topic) ?? { ...home, camera: 'unknown' };
  const origin = { ...place, session, seq: wrapper.nextSeq(), at: nowMicros(), software: SOFTWARE };
  const shot = wrapImage(payload, header, origin);
  const { id, at, site, device } = shot;
  return { meta: { id, topic, at, site, device, source: sourceOf(payload) }, payload: encodeShot(shot) };
}

function unreadable({ topic, payload }: MqttMessage, { home, topics, deadLetterTopic }: Wrapper): Prepared {
  const place = topics.placeOf(topic);
  const { site, device } = place ?? home;
  const meta = { id: payloadId(payload), topic: place ? topic : deadLetterTopic, at: nowMicros(), site, device };
  return { meta, payload };
}

/** By which a bare image is known that the edge broker delivers twice. */
function sourceOf(payload: Buffer): string {
  return createHash('sha256').update(payload).digest('hex');
}
