import { expect, test } from 'vitest';
import type { Frame } from '../frame.ts';
import { capped } from './capped.ts';
import { RateLimit } from './rate-limit.ts';
import { selectEvery } from './select-every.ts';

const SECOND = 1_000_000;

/** How many of so many tries at each of these times (µs) are allowed. */
function allowed(perSecond: number, tries: number, times: readonly number[]): number[] {
  const limit = new RateLimit(perSecond);
  return times.map((at) => Array.from({ length: tries }, () => limit.take(at)).filter(Boolean).length);
}

test('as many at once as come to a second, then as many as time gives', () => {
  expect(allowed(4, 10, [0, SECOND / 4, SECOND / 2, 10 * SECOND])).toEqual([4, 1, 1, 4]);
});

test('fewer than one a second is one in so many seconds', () => {
  expect(allowed(0.2, 3, [0, SECOND, 4.9 * SECOND, 5 * SECOND, 9 * SECOND])).toEqual([1, 0, 0, 1, 0]);
});

test('a clock that is set back gives nothing, and takes nothing', () => {
  expect(allowed(1, 2, [3_600 * SECOND, 0, SECOND])).toEqual([1, 0, 1]);
});

test('of each frame the surest go first, in their order; the others are let go', () => {
  const frame: Frame = { ref: 'f', at: 7, image: { type: 'encoded', data: Buffer.alloc(0) } };
  const detections = [0.7, 0.9, 0.8].map((score) => ({
    label: 'face',
    score,
    box: [0, 0, 9, 9] as const,
    landmarks: [],
  }));
  const { picks, letGo } = capped(selectEvery, new RateLimit(2)).offer(frame, { width: 99, height: 99, detections });
  expect(picks.map(({ detection }) => detection.score)).toEqual([0.9, 0.8]);
  expect(letGo).toEqual([{ reason: 'rate', at: [7] }]);
});
