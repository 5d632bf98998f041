import type { Bucket } from '../bucket/bucket.ts';
import { endOfIndex, type PackIndex, parseIndex } from './pack-index.ts';

/** Holds the index of a few hundred shots. */
const HEAD_BYTES = 64 * 1_024;
/** No pack has an index that is longer, and nobody else's file is to fill the memory. */
const MAX_INDEX_BYTES = 16 * 1_024 * 1_024;

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
  const index = whole && whole.length >= end ? parseIndex(whole) : undefined;
  return index && { index, end };
}
