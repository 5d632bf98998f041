import { sampleShot } from '@vedette/core/testing';
import { expect } from 'vitest';
import type { Bucket } from '../bucket/bucket.ts';
import { openTombstones, writeTombstone } from './tombstones.ts';

const shot = sampleShot();
const LATER = { v: 1, erasedAt: shot.at + 1 } as const;

/** In a bucket without any rule. */
export async function expectToldAgain(bucket: Bucket): Promise<void> {
  const tombstones = openTombstones(bucket, { freshMs: 0 });
  expect(await tombstones.covering(shot)).toBeUndefined();
  const key = await writeTombstone(bucket, { ...LATER, track: 't1' });
  await writeTombstone(bucket, { ...LATER, device: 'another' });
  expect(key).toMatch(/^tombstones\/20261120T223828\.123Z-[0-9a-f-]{36}\.json$/);
  expect(await tombstones.covering(shot)).toBe(key);
  await bucket.remove(key);
  expect(await tombstones.covering(shot)).toBeUndefined();
}
