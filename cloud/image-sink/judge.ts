import { randomUUID } from 'node:crypto';
import { nowMicros, readPayload, readSaid, type Shot, type UnreadableReason, wrapImage } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import { SOFTWARE } from '@vedette/core/run';
import type { Place, Topics } from '@vedette/core/topics';
import { faultOfPicture } from '@vedette/operations';

/** Why a payload is put aside; each is a counter's label. */
type RejectReason =
  | UnreadableReason
  | 'place'
  | 'too-large'
  | 'too-many-pixels'
  | 'undecodable'
  | 'retained'
  | 'conflict';

export interface Rejection {
  readonly reason: RejectReason;
  /** A line for people. */
  readonly detail: string;
  /** What the payload says, where it could be read. */
  readonly shot?: Shot;
}

type Rejected = Rejection & { readonly type: 'rejected' };

export type Verdict = { readonly type: 'accepted'; readonly shot: Shot } | Rejected;

export interface Limits {
  readonly maxImageBytes: number;
  readonly maxPixels: number;
}

/** Where a bare image on an alias topic comes from. */
const NOWHERE: Place = { site: 'unknown', device: 'unknown', camera: 'unknown' };

/** No shot is so much longer than its image. */
const MAX_ENVELOPE = 64 * 1_024;

/** Decides what a message is and whether it may be stored. */
export class Judge {
  readonly #topics: Topics;
  readonly #limits: Limits;
  readonly #session = randomUUID();
  #wrapped = 0;

  constructor(topics: Topics, limits: Limits) {
    this.#topics = topics;
    this.#limits = limits;
  }

  /** Never rejects, whatever the bytes are. */
  async judge(message: MqttMessage): Promise<Verdict> {
    const { topic, payload } = message;
    const { maxImageBytes } = this.#limits;
    if (payload.length > maxImageBytes + MAX_ENVELOPE) return this.#judgeLong(message);
    const read = this.#read(message);
    if (read.type !== 'shot') return read;
    const { shot } = read;
    const fault = this.#faultOf(shot, topic) ?? (await this.#faultOfPicture(shot));
    return fault ? { ...fault, shot } : accepted(shot);
  }

  /** To read a header can take a second for every 20 MB that are made for it, so what is too long is not looked into. */
  #judgeLong({ topic, payload }: MqttMessage): Rejected {
    const shot = readSaid(payload);
    const fault = (shot && this.#faultOf(shot, topic)) ?? tooLarge(payload.length, this.#limits.maxImageBytes);
    return shot ? { ...fault, shot } : fault;
  }

  #read({ topic, payload, retain }: MqttMessage): { readonly type: 'shot'; readonly shot: Shot } | Rejected {
    let read = readPayload(payload);
    if (read.type === 'image') {
      if (retain) return rejected('retained', 'a retained image comes again on each connect; publish it unretained');
      const place = this.#topics.placeOf(topic) ?? NOWHERE;
      const origin = { ...place, session: this.#session, seq: this.#wrapped++, at: nowMicros(), software: SOFTWARE };
      read = wrapImage(payload, read.header, origin);
    }
    return read.type === 'shot' ? read : rejected(read.reason, read.detail);
  }

  #faultOf(shot: Shot, topic: string): Rejected | undefined {
    const { maxImageBytes, maxPixels } = this.#limits;
    const place = this.#topics.placeOf(topic);
    // A broker's ACL lets a device publish under its own name only; what a message says of itself must not get round it.
    if (place && !isSamePlace(place, shot)) {
      return rejected('place', `comes from ${nameOf(place)} and says that it comes from ${nameOf(shot)}`);
    }
    if (!shot.image) return undefined;
    const { data, width, height } = shot.image;
    if (data.length > maxImageBytes) return tooLarge(data.length, maxImageBytes);
    if (width * height > maxPixels) {
      return rejected('too-many-pixels', `${width}x${height} are more than ${maxPixels} pixels`);
    }
    return undefined;
  }

  /**
   * Our own detector decoded what it sends, and the checksum says that it came whole. A `frame`, though, was a bare image,
   * here or at the edge, that nobody has looked into.
   */
  async #faultOfPicture(shot: Shot): Promise<Rejected | undefined> {
    if (shot.kind !== 'frame') return undefined;
    const { image } = shot;
    const fault = await faultOfPicture(image.data, this.#limits.maxPixels);
    return fault === undefined ? undefined : rejected('undecodable', `the ${image.type} cannot be decoded: ${fault}`);
  }
}

function accepted(shot: Shot): Verdict {
  return { type: 'accepted', shot };
}

function rejected(reason: RejectReason, detail: string): Rejected {
  return { type: 'rejected', reason, detail };
}

function tooLarge(bytes: number, limit: number): Rejected {
  return rejected('too-large', `${bytes} bytes are more than ${limit}`);
}

function isSamePlace(a: Place, b: Place): boolean {
  return a.site === b.site && a.device === b.device && a.camera === b.camera;
}

function nameOf({ site, device, camera }: Place): string {
  return `${site}/${device}/${camera}`;
}
