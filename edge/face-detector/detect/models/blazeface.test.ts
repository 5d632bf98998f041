import { expect, test } from 'vitest';
import { BLAZEFACE_VARIANTS, blazefaceAnchors, decodeBlazeface } from './blazeface.ts';

test.each([
  [192, 2304],
  [128, 896],
])('the model of side %i has %i anchors', (side, count) => {
  const variant = BLAZEFACE_VARIANTS.find((known) => known.side === side);
  const anchors = blazefaceAnchors(side, variant?.grids ?? []);
  expect(anchors).toHaveLength(count);
  expect(anchors.at(-1)?.every((value) => value > side / 2 && value < side)).toBe(true);
});

test('anchors run along the rows, those of a cell after one another', () => {
  const grids = [
    { cells: 2, anchorsPerCell: 2 },
    { cells: 1, anchorsPerCell: 1 },
  ];
  expect(blazefaceAnchors(8, grids)).toEqual([
    [2, 2],
    [2, 2],
    [6, 2],
    [6, 2],
    [2, 6],
    [2, 6],
    [6, 6],
    [6, 6],
    [4, 4],
  ]);
});

test('a box and its landmarks are read relative to their anchor', () => {
  const regressors = new Float32Array(32);
  regressors.set([1, -2, 20, 10, ...[-5, -3], ...[5, -3], ...[0, 1], ...[0, 4], ...[-9, 0], ...[9, 0]], 16);
  const logits = Float32Array.of(-20, 2);
  const anchors = [[10, 10] as const, [50, 60] as const];
  const [found, ...others] = decodeBlazeface(regressors, logits, anchors, 0.5);
  expect(others).toEqual([]);
  expect(found?.score).toBeCloseTo(0.8808);
  expect(found).toMatchObject({
    label: 'face',
    box: [41, 53, 20, 10],
    landmarks: [
      [45, 57],
      [55, 57],
      [50, 61],
      [50, 64],
      [41, 60],
      [59, 60],
    ],
  });
});

test('a score that is no number finds nothing', () => {
  expect(decodeBlazeface(new Float32Array(16), Float32Array.of(Number.NaN), [[1, 1]], 0)).toEqual([]);
});
