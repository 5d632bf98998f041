import { expect, test } from 'vitest';
import type { ByteRange } from '../bucket/bucket.ts';
import { INDEX_NAME } from './pack-index.ts';
import { readIndex } from './read-index.ts';
import { BLOCK, writeTarHeader } from './tar-header.ts';

const MEBIBYTE = 1_024 * 1_024;

/** Looks for the index of a file that begins as a pack does; what it read of it in bytes. */
async function readOf(claimedBytes: number): Promise<number[]> {
  const header = Buffer.alloc(BLOCK);
  writeTarHeader(header, { name: INDEX_NAME, bytes: claimedBytes }, 0);
  const asked: number[] = [];
  const get = async (_key: string, range?: ByteRange) => {
    asked.push(range?.bytes ?? Number.POSITIVE_INFINITY);
    return header;
  };
  expect(await readIndex({ get }, 'a.tar')).toBeUndefined();
  return asked;
}

test('of a file that claims an index no pack has, no more than the begin is read', async () => {
  expect(await readOf(3 * MEBIBYTE)).toEqual([64 * 1_024, 3 * MEBIBYTE + BLOCK]);
  expect(await readOf(5 * MEBIBYTE)).toEqual([64 * 1_024]);
});
