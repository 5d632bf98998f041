import { randomUUID } from 'node:crypto';
import {
  checkShot,
  type ImageHeader,
  nowMicros,
  readPayload,
  type Shot,
  type UnreadableReason,
  wrapImage,
} from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import { SOFTWARE } from '@vedette/core/run';
import type { Place, Topics } from '@vedette/core/topics';
import { faultOfImage } from './check-image.ts';

/** Why a payload is put aside; each is a counter's label. */
type RejectReason = UnreadableReason | 'place' | 'too-large' | 'too-many-pixels' | 'undecodable' | 'retained';

export type Verdict =
  | { readonly type: 'accepted'; readonly shot: Shot }
  /** `shot` where it could be read. */
  | { readonly type: 'rejected'; readonly reason: RejectReason; readonly detail: string; readonly shot?: Shot };

export interface Limits {
  readonly maxImageBytes: number;
  readonly maxPixels: number;
}

/** Where a bare image on an alias topic comes from. */
const NOWHERE: Place = { site: 'unknown', device: 'unknown', camera: 'unknown' };

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
    const read = readPayload(message.payload);
    if (read.type === 'shot') return this.#judgeShot(read.shot, message.topic);
    if (read.type === 'image') return this.#judgeBareImage(message, read.header);
    return rejected(read.reason, read.detail);
  }

  /** Our own detector decoded what it sends, and the checksum says that it came whole: it is not decoded again. */
  #judgeShot(shot: Shot, topic: string): Verdict {
    const place = this.#topics.placeOf(topic);
    // A broker's ACL lets a device publish under its own name only; what a message says of itself must not get round it.
    if (place && !isSamePlace(place, shot)) {
      return rejected('place', `comes from ${nameOf(place)} and says that it comes from ${nameOf(shot)}`, shot);
    }
    return this.#beyondLimits(shot.image, shot.image.data.length, shot) ?? { type: 'accepted', shot };
  }

  async #judgeBareImage({ topic, payload, retain }: MqttMessage, header: ImageHeader): Promise<Verdict> {
    if (retain) return rejected('retained', 'a retained image comes again on each connect; publish it unretained');
    const beyond = this.#beyondLimits(header, payload.length);
    if (beyond) return beyond;
    const fault = await faultOfImage(payload, this.#limits.maxPixels);
    if (fault) return rejected('undecodable', `the ${header.type} cannot be decoded: ${fault}`);
    const { site, device, camera } = this.#topics.placeOf(topic) ?? NOWHERE;
    const origin = { site, device, camera, session: this.#session, seq: this.#wrapped++, at: nowMicros() };
    // A topic may have names, and a PNG sides, that no shot may have.
    const checked = checkShot(wrapImage(payload, header, { ...origin, software: SOFTWARE }));
    if (checked.type === 'unreadable') return rejected(checked.reason, checked.detail);
    return { type: 'accepted', shot: checked.shot };
  }

  #beyondLimits({ width, height }: ImageHeader, bytes: number, shot?: Shot): Verdict | undefined {
    const { maxImageBytes, maxPixels } = this.#limits;
    if (bytes > maxImageBytes) return rejected('too-large', `${bytes} bytes are more than ${maxImageBytes}`, shot);
    if (width * height > maxPixels) {
      return rejected('too-many-pixels', `${width}x${height} are more than ${maxPixels} pixels`, shot);
    }
    return undefined;
  }
}

function rejected(reason: RejectReason, detail: string, shot?: Shot): Verdict {
  return { type: 'rejected', reason, detail, ...(shot && { shot }) };
}

function isSamePlace(a: Place, b: Place): boolean {
  return a.site === b.site && a.device === b.device && a.camera === b.camera;
}

function nameOf({ site, device, camera }: Place): string {
  return `${site}/${device}/${camera}`;
}
