import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import type { Bucket } from '../bucket/bucket.ts';
import { openBucket } from '../bucket/open-bucket.ts';
import { checkClock, describeAhead } from './check-clock.ts';
import { keysIn } from './erase.testing.ts';

/** A bucket whose clock is so far from ours. */
async function openedWith(skewMs: number) {
  const bucket = await openBucket(`file:${join(temporaryFolder(), 'bucket')}`);
  onTestFinished(() => bucket.close());
  const list: Bucket['list'] = async function* (...what) {
    for await (const one of bucket.list(...what)) {
      yield { ...one, modifiedAt: new Date(one.modifiedAt.getTime() + skewMs) };
    }
  };
  return { ...bucket, list };
}

test.each([0, 30_000, -30_000])('a clock that is %i ms from the bucket is good enough', async (skewMs) => {
  const bucket = await openedWith(skewMs);
  await checkClock(bucket);
  expect(await keysIn(bucket)).toEqual([]);
});

test.each([86_400_000, -86_400_000])('one that is %i ms from it is not, and nothing is left', async (skewMs) => {
  const bucket = await openedWith(skewMs);
  await expect(checkClock(bucket)).rejects.toMatchObject({
    name: 'ResourceError',
    message: expect.stringContaining("by this machine's clock"),
  });
  expect(await keysIn(bucket)).toEqual([]);
});

test('what was written later than now is told by its name', () => {
  const modifiedAt = new Date('2026-11-20T22:00:00Z');
  const now = modifiedAt.getTime();
  expect([now, now + 86_400_000].map((time) => describeAhead({ key: 'a', modifiedAt }, time))).toEqual([
    undefined,
    undefined,
  ]);
  expect(describeAhead({ key: 'a.jpg', modifiedAt }, now - 86_400_000)).toMatch(
    /^it is 2026-11-19T.* and a.jpg was written at 2026-11-20T22/,
  );
});
