import { expect, test } from 'vitest';
import { decodeYunet, type YunetGrid } from './yunet.ts';

/** Stride 32 over an input of 96x64: three columns, two rows. */
function emptyGrid(): YunetGrid {
  const cells = 6;
  const floats = (values: number) => new Float32Array(cells * values);
  return { stride: 32, cls: floats(1), obj: floats(1), bbox: floats(4), kps: floats(10) };
}

const INPUT = { width: 96, height: 64 };

test('a cell is read at its column and row, in pixels of the input', () => {
  const grid = emptyGrid();
  const cell = 4; // column 1, row 1
  grid.cls[cell] = 0.9;
  grid.obj[cell] = 0.4;
  grid.bbox.set([0.5, 0.25, 0, Math.log(2)], 4 * cell);
  grid.kps.set([0, 0, 1, 0, 0.5, 0.5, 0, 1, 1, 1], 10 * cell);
  const [found, ...others] = decodeYunet([grid], INPUT, 0.5);
  expect(others).toEqual([]);
  expect(found?.score).toBeCloseTo(0.6);
  expect(found?.box.map(Math.round)).toEqual([32, 8, 32, 64]);
  expect(found?.landmarks).toEqual([
    [32, 32],
    [64, 32],
    [48, 48],
    [32, 64],
    [64, 64],
  ]);
});

test('scores beyond 0..1, from rounding, are taken as their limits', () => {
  const grid = emptyGrid();
  grid.cls[0] = 1.01;
  grid.obj[0] = 1.02;
  grid.cls[1] = -0.5;
  grid.obj[1] = -0.5;
  expect(decodeYunet([grid], INPUT, 0.1).map(({ score }) => score)).toEqual([1]);
});

test('the grids of all strides are read', () => {
  const [coarse, fine] = [emptyGrid(), { ...emptyGrid(), stride: 8 }];
  for (const grid of [coarse, fine]) grid.cls[0] = grid.obj[0] = 1;
  expect(decodeYunet([coarse, fine], INPUT, 0.5).map(({ box }) => box[2])).toEqual([32, 8]);
});
