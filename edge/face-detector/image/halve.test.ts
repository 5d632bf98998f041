import { expect, test } from 'vitest';
import { halve } from './halve.ts';

test('each pixel is the mean of four, rounded, each channel for itself', () => {
  const row = (...greys: number[]) => greys.flatMap((grey) => [grey, 2 * grey, 0]);
  const data = Uint8Array.from([...row(10, 20, 0, 1), ...row(30, 40, 1, 0)]);
  const half = halve({ data, width: 4, height: 2 });
  expect(half).toMatchObject({ width: 2, height: 1 });
  expect([...half.data]).toEqual([25, 50, 0, 1, 1, 0]);
});

test('rows stay below one another', () => {
  const data = new Uint8Array(2 * 4 * 3).fill(7, 12);
  expect([...halve({ data, width: 2, height: 4 }).data]).toEqual([0, 0, 0, 7, 7, 7]);
});
