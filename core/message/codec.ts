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

/** No single value is longer; what goes on beyond this without an end is none. */
const MAX_VALUE = 64 * 1_024 * 1_024;

/**
 * The MessagePack values of a stream, one behind the other however its chunks are cut; holds no more than one value and
 * one chunk. Throws at the first broken one, and where the last is cut off. Not validated; may be views on the chunks.
 */
export async function* unpackStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  let rest: Uint8Array = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const { values, end, fault } = unpackWhole(rest);
    yield* values;
    if (fault) throw fault;
    rest = rest.subarray(end);
    if (rest.length > MAX_VALUE) throw new Error(`a value has no end after ${MAX_VALUE} bytes`);
  }
  if (rest.length > 0) throw new Error(`the last value is cut off after ${rest.length} bytes`);
}

interface Unpacked {
  readonly values: readonly unknown[];
  /** Where the first value begins that is not whole. */
  readonly end: number;
  readonly fault?: Error;
}

function unpackWhole(bytes: Uint8Array): Unpacked {
  const values: unknown[] = [];
  let end = 0;
  try {
    packr.unpackMultiple(bytes, (value, _start, next = 0) => {
      values.push(value);
      end = next;
    });
  } catch (error) {
    const isWhole = !(error instanceof Error && 'incomplete' in error && error.incomplete === true);
    if (isWhole) return { values, end, fault: error instanceof Error ? error : new Error(String(error)) };
  }
  return { values, end };
}
