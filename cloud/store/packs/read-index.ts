import type { Bucket } from '../bucket/bucket.ts';
import { isKey } from '../bucket/key.ts';
import { packedKey } from '../keys/packed-key.ts';
import { endOfIndex, type PackIndex, parseIndex } from './pack-index.ts';

/** Holds the index of a few hundred shots. */
const HEAD_BYTES = 64 * 1_024;
/** No pack has an index that is longer, and nobody else's file is to fill the memory. */
const MAX_INDEX_BYTES = 4 * 1_024 * 1_024;

/** An index, and where it ends: what it says of a place counts from there. */
export interface IndexRead {
  readonly index: PackIndex;
  readonly end: number;
}

/** The index of a pack; undefined where there is no such object, or no pack. Rejects as the bucket does. */
export async function readIndex(bucket: Pick<Bucket, 'get'>, pack: string): Promise<IndexRead | undefined> {
  const head = await bucket.get(pack, { from: 0, bytes: HEAD_BYTES });
  const end = head && endOfIndex(head);
  if (!head || end === undefined || end > MAX_INDEX_BYTES) return undefined;
  const whole = end <= head.length ? head : await bucket.get(pack, { from: 0, bytes: end });
  return whole && indexIn(whole, pack);
}

/** The index in the begin of an object that is called `pack`; undefined where it has none, or not all of it. */
export function indexIn(head: Buffer, pack: string): IndexRead | undefined {
  const end = endOfIndex(head);
  if (end === undefined || end > Math.min(head.length, MAX_INDEX_BYTES)) return undefined;
  const index = parseIndex(head);
  return index?.shots.every(({ name }) => isKey(packedKey({ pack, name }))) ? { index, end } : undefined;
}
