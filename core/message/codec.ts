import { Packr } from 'msgpackr';
import type { Shot } from './shot.ts';

/** Plain MessagePack that any library reads: no records, no extension types, integers as integers. */
const packr = new Packr({
  useRecords: false,
  variableMapSize: true,
  int64AsType: 'number',
  encodeUndefinedAsNil: true,
});

/** A shot as the MessagePack map that travels. */
export function encodeShot(shot: Shot): Buffer {
  // msgpackr writes integers beyond 32 bits as floats unless they are BigInt; `at` must stay an integer.
  return packr.pack({ ...shot, at: BigInt(shot.at) });
}

/** Any MessagePack value; throws on a broken one. The values are not validated and may be views on `payload`. */
export function unpack(payload: Uint8Array): unknown {
  return packr.unpack(payload);
}

/** Several MessagePack values, one behind the other. */
export function unpackAll(payload: Uint8Array): unknown[] {
  return packr.unpackMultiple(payload) as unknown[];
}
