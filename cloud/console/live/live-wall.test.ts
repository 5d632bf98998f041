import { expect, test } from 'vitest';
import type { StoredShot } from '../api/shapes.ts';
import { type LiveWall, takeArrivals } from './live-wall.ts';

const shots = (...ids: number[]) => ids.map((id) => ({ id: String(id) }) as StoredShot);
const startOf = (shown: readonly StoredShot[]): LiveWall => ({ shown, waiting: [] });
const idsOf = (wall: readonly StoredShot[]) => wall.map(({ id }) => Number(id));

test('what arrives stands in front, the newest first, each once', () => {
  const wall = takeArrivals(startOf(shots(2, 1)), shots(2, 3, 4, 3), false);
  expect(idsOf(wall.shown)).toEqual([4, 3, 2, 1]);
  expect(wall.waiting).toEqual([]);
});

test('while it is held, arrivals wait; then they come with the next', () => {
  const held = takeArrivals(takeArrivals(startOf(shots(1)), shots(2), true), shots(2, 3), true);
  expect(idsOf(held.shown)).toEqual([1]);
  expect(idsOf(held.waiting)).toEqual([3, 2]);
  expect(idsOf(takeArrivals(held, shots(4), false).shown)).toEqual([4, 3, 2, 1]);
});

test('a wall that is looked at for days keeps the newest', () => {
  let wall = startOf([]);
  for (let id = 0; id < 5_000; id += 10) {
    wall = takeArrivals(wall, shots(...Array.from({ length: 10 }, (_, step) => id + step)), id % 700 < 300);
    expect(wall.shown.length).toBeLessThanOrEqual(400);
    expect(wall.waiting.length).toBeLessThanOrEqual(200);
  }
  expect(idsOf(wall.shown)[0]).toBeGreaterThan(4_600);
});
