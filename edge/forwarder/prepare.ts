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
  readonly meta: EntryMeta & { readonly sha256: string };
  readonly payload: Buffer;
  /** A bare image, made a shot here: its id is new each time. */
  readonly isWrapped?: boolean;
  readonly unreadable?: Extract<Payload, { type: 'unreadable' }>;
}

/** What is to be sent for a message: a shot as it came, a bare image as a shot, anything else as it came. */
export function prepare(message: MqttMessage, wrapper: Wrapper): Prepared {
  const read = readPayload(message.payload);
  if (read.type === 'image') return wrapped(message, read, wrapper);
  const { topic, payload } = message;
  if (read.type === 'shot') {
    const { id, at, site, device, image } = read.shot;
    return { meta: { id, topic, at, site, device, sha256: image.sha256 }, payload };
  }
  return { ...unreadable(message, wrapper), unreadable: read };
}

function wrapped(
  { topic, payload, messageId: packet }: MqttMessage,
  { header }: Extract<Payload, { type: 'image' }>,
  wrapper: Wrapper,
): Prepared {
  const { home, topics, session } = wrapper;
  const place = topics.placeOf(topic) ?? { ...home, camera: 'unknown' };
  const origin = { ...place, session, seq: wrapper.nextSeq(), at: nowMicros(), software: SOFTWARE };
  const shot = wrapImage(payload, header, origin);
  const { id, at, site, device, image } = shot;
  const meta = { id, topic, at, site, device, sha256: image.sha256, packet };
  return { meta, payload: encodeShot(shot), isWrapped: true };
}

function unreadable({ topic, payload }: MqttMessage, { home, topics, deadLetterTopic }: Wrapper): Prepared {
  const place = topics.placeOf(topic);
  const { site, device } = place ?? home;
  const id = payloadId(payload);
  const sha256 = id.slice(id.indexOf(':') + 1);
  const meta = { id, topic: place ? topic : deadLetterTopic, at: nowMicros(), site, device, sha256 };
  return { meta, payload };
}
