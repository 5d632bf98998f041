import { expect, test } from 'vitest';
import { decodeYunet2022 } from './yunet-2022.ts';

const PRIORS = [
  { cx: 4, cy: 4, side: 10 },
  { cx: 100, cy: 65, side: 50 },
];

test('a box and its landmarks are read relative to their default box', () => {
  const loc = new Float32Array(28);
  loc.set([1, -2, 0, Math.log(2) / 0.2, ...[-1, -1], ...[1, -1], ...[0, 0], ...[-1, 1], ...[1, 1]], 14);
  const rows = { loc, conf: Float32Array.of(0.9, 0.1, 0.2, 0.8), iou: Float32Array.of(1, 0.5) };
  const [found, ...others] = decodeYunet2022(rows, PRIORS, 0.5);
  expect(others).toEqual([]);
  expect(found?.score).toBeCloseTo(Math.sqrt(0.8 * 0.5));
  expect(found?.box.map((side) => Math.round(side * 1e3) / 1e3)).toEqual([80, 5, 50, 100]);
  expect(found?.landmarks).toEqual([
    [95, 60],
    [105, 60],
    [100, 65],
    [95, 70],
    [105, 70],
  ]);
});

test('an overlap beyond 0..1 is taken as its limit, and a score that is no number finds nothing', () => {
  const rows = {
    loc: new Float32Array(28),
    conf: Float32Array.of(0, 0.64, 0, Number.NaN),
    iou: Float32Array.of(1.2, 1),
  };
  expect(decodeYunet2022(rows, PRIORS, 0.1).map(({ score }) => Math.round(score * 1e4) / 1e4)).toEqual([0.8]);
  const negative = { ...rows, iou: Float32Array.of(-0.2, 1) };
  expect(decodeYunet2022(negative, PRIORS, 0.1)).toEqual([]);
});
