import { expect, test } from 'vitest';
import { ssdPriors } from './ssd-priors.ts';

test('boxes stand grid by grid, row by row, the sizes of a cell after one another', () => {
  const priors = ssdPriors({ width: 64, height: 64 });
  expect(priors).toHaveLength(64 * 3 + 16 * 2 + 4 * 2 + 3);
  expect(priors.slice(0, 4)).toEqual([
    { cx: 4, cy: 4, side: 10 },
    { cx: 4, cy: 4, side: 16 },
    { cx: 4, cy: 4, side: 24 },
    { cx: 12, cy: 4, side: 10 },
  ]);
  expect(priors.slice(-4)).toEqual([
    { cx: 48, cy: 48, side: 96 },
    { cx: 32, cy: 32, side: 128 },
    { cx: 32, cy: 32, side: 192 },
    { cx: 32, cy: 32, side: 256 },
  ]);
});

// As many rows as OpenCV's 2022 model gives for these sizes.
test.each([
  [160, 120, 1_076],
  [320, 240, 4_385],
  [640, 480, 17_610],
  [500, 333, 9_271],
  [211, 97, 1_137],
])('an input of %ix%i has %i boxes', (width, height, count) => {
  expect(ssdPriors({ width, height })).toHaveLength(count);
});
