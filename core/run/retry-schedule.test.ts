import { expect, test } from 'vitest';
import { retryDelays } from './retry-schedule.ts';

function firstDelays(count: number, random: () => number): number[] {
  const delays = retryDelays({ firstMs: 100, maxMs: 1_000, jitter: 0.5 }, random);
  return Array.from({ length: count }, () => delays.next().value);
}

test('delays double up to the most', () => {
  expect(firstDelays(6, () => 0)).toEqual([100, 200, 400, 800, 1_000, 1_000]);
});

test('jitter takes off at most its share', () => {
  expect(firstDelays(5, () => 1)).toEqual([50, 100, 200, 400, 500]);
});
