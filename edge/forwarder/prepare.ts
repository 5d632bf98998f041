import {
  encodeShot,
  namePayload,
  nowMicros,
  type Payload,
  readPayload,
  type Shot,
  wrapImage,
} from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import { SOFTWARE } from '@vedette/core/run';
import { everyBrokerTakes, type Place, type Topics } from '@vedette/core/topics';
import type { EntryMeta } from './spool/index.ts';

/** The device that the forwarder runs on; a payload that does not say where it is from, is from here. */
export type Home = Pick<Place, 'site' | 'device'>;

/** Who wraps bare images. */
export interface Wrapper {
  readonly home: Home;
  readonly topics: Topics;
  readonly session: string;
  /** Stands in for a topic that is none to send on or, for what names no device, none to get a receipt by. */
  readonly deadLetterTopic: string;
  /** Next number within the session. */
  nextSeq(): number;
}

type Unreadable = Extract<Payload, { type: 'unreadable' }>;

/** A payload as it is spooled and sent. */
export interface Prepared {
  readonly meta: EntryMeta & { readonly sha256: string };
  readonly payload: Buffer;
  /** A bare image, made a shot here: its id is new each time. */
  readonly isWrapped?: boolean;
  readonly unreadable?: Unreadable;
}

/** What is to be sent for a message: a shot as it came, a bare image as a shot, anything else as it came. */
export function prepare(message: MqttMessage, wrapper: Wrapper): Prepared {
  // A cloud broker would cut the link for such a topic, each time that it is tried again.
  if (!everyBrokerTakes(message.topic)) return prepare({ ...message, topic: wrapper.deadLetterTopic }, wrapper);
  const read = readPayload(message.payload);
  if (read.type === 'image') return wrapped(message, read, wrapper);
  if (read.type === 'shot') return { meta: metaOf(read.shot, message), payload: message.payload };
  return asItCame(message, read, wrapper);
}

/** What there is to know of a message that is not spooled. */
export function describePayload(message: MqttMessage, wrapper: Wrapper): EntryMeta {
  const read = readPayload(message.payload);
  return read.type === 'shot' ? metaOf(read.shot, message) : metaOfOther(message, wrapper);
}

function wrapped(message: MqttMessage, { header }: Extract<Payload, { type: 'image' }>, wrapper: Wrapper): Prepared {
  const { home, topics, session } = wrapper;
  const { topic, payload, messageId: packet } = message;
  const place = topics.placeOf(topic) ?? { ...home, camera: 'unknown' };
  const origin = { ...place, session, seq: wrapper.nextSeq(), at: nowMicros(), software: SOFTWARE };
  const read = wrapImage(payload, header, origin);
  if (read.type === 'unreadable') return asItCame(message, read, wrapper);
  return { meta: { ...metaOf(read.shot, message), packet }, payload: encodeShot(read.shot), isWrapped: true };
}

function metaOf(shot: Shot, { topic, payload }: Pick<MqttMessage, 'topic' | 'payload'>): Prepared['meta'] {
  const { id, at, site, device, camera, kind, image } = shot;
  const seen = shot.kind === 'frame' ? undefined : { label: shot.label, phase: shot.track?.phase };
  const { sha256 } = image ?? namePayload(payload);
  return { id, topic, at, site, device, camera, kind, ...seen, sha256 };
}

function asItCame(message: MqttMessage, unreadable: Unreadable, wrapper: Wrapper): Prepared {
  return { meta: metaOfOther(message, wrapper), payload: message.payload, unreadable };
}

/** Under the name that the sink calls it by, on a topic by which its receipt comes back. */
function metaOfOther({ topic, payload }: MqttMessage, { home, topics, deadLetterTopic }: Wrapper): Prepared['meta'] {
  const { id, sha256, from, at = nowMicros() } = namePayload(payload);
  const place = topics.placeOf(topic) ?? from;
  const { site, device } = place ?? home;
  const camera = topics.placeOf(topic)?.camera ?? 'unknown';
  const kind = 'unreadable' as const;
  return { id, topic: place ? topic : deadLetterTopic, at, site, device, camera, kind, sha256 };
}
