import { expect, test } from 'vitest';
import { createPacer } from './pacer.ts';

/** How many of the frames of 10 s at `cameraFps` are due. */
function dueIn10Seconds(limit: number | undefined, cameraFps: number): number {
  const isDue = createPacer(limit);
  return Array.from({ length: cameraFps * 10 }, (_, i) => isDue((i * 1_000) / cameraFps)).filter(Boolean).length;
}

test.each([
  [undefined, 30, 300],
  [10, 30, 100],
  [10, 25, 100],
  [10, 11, 100],
  [10, 5, 50],
  [1, 30, 10],
])('limit %s, camera %i fps: %i frames in 10 s', (limit, cameraFps, expected) => {
  expect(Math.abs(dueIn10Seconds(limit, cameraFps) - expected)).toBeLessThanOrEqual(1);
});

test('none is lost of a camera that sends at just the limit, by fits and starts', () => {
  const isDue = createPacer(10);
  const times = Array.from({ length: 100 }, (_, i) => i * 100 + 30 * Math.sin(i * 7));
  expect(times.filter(isDue)).toHaveLength(100);
});

test('a pause is not made up for', () => {
  const isDue = createPacer(10);
  expect([0, 5_000, 5_001, 5_040, 5_100].map(isDue)).toEqual([true, true, false, false, true]);
});
