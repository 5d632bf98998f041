import { Packr } from 'msgpackr';
import { exceedsOutside } from './outside-bytes.ts';
import type { Shot } from './shot.ts';

/** All that is long in a shot are the bytes of its image; unpacking anything else of that size is a stranger's work. */
const MAX_OUTSIDE = 64 * 1_024;

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

/**
 * Any MessagePack value with no more than 64 KiB outside its byte strings; throws on a larger or a broken one.
 * The values are not validated and may be views on `payload`.
 */
export function unpack(payload: Buffer): unknown {
  if (exceedsOutside(payload, MAX_OUTSIDE)) throw new Error(`more than ${MAX_OUTSIDE} bytes outside its byte strings`);
  return packr.unpack(payload);
}

/** Calls `take` with each of several MessagePack values, one behind the other; throws at the first broken one. */
export function unpackEach(payload: Uint8Array, take: (value: unknown) => void): void {
  packr.unpackMultiple(payload, take);
}
