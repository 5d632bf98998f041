import { expect, test } from 'vitest';
import { decodeYolox, isYoloxSize, yoloxCells } from './yolox.ts';

test('cells stand grid by grid, the finest first, row by row', () => {
  const cells = yoloxCells({ width: 64, height: 32 });
  expect(cells).toHaveLength(8 * 4 + 4 * 2 + 2);
  expect(cells[9]).toEqual({ column: 1, row: 1, stride: 8 });
  expect(cells[32]).toEqual({ column: 0, row: 0, stride: 16 });
  expect(cells.at(-1)).toEqual({ column: 1, row: 0, stride: 32 });
});

test("the coarsest grid's cells fill the input", () => {
  expect(isYoloxSize({ width: 416, height: 256 })).toBe(true);
  expect(isYoloxSize({ width: 416, height: 250 })).toBe(false);
});

test('a cell is read as its surest class, at its column and row', () => {
  const cells = [
    { column: 0, row: 0, stride: 8 },
    { column: 3, row: 2, stride: 16 },
  ];
  const rows = [
    [0, 0, 0, 0, 0.9, 0.2, 0.3],
    [0.5, 0.25, 0, Math.log(2), 0.8, 0.5, 0.75],
  ];
  const [found, ...others] = decodeYolox(Float32Array.from(rows.flat()), cells, ['cat', 'dog'], 0.5);
  expect(others).toEqual([]);
  expect(found).toMatchObject({ label: 'dog', landmarks: [] });
  expect(found?.score).toBeCloseTo(0.6);
  expect(found?.box.map(Math.round)).toEqual([48, 20, 16, 32]);
});

test('a score that is no number finds nothing', () => {
  const row = Float32Array.of(0, 0, 0, 0, Number.NaN, 1);
  expect(decodeYolox(row, [{ column: 0, row: 0, stride: 8 }], ['cat'], 0)).toEqual([]);
});
