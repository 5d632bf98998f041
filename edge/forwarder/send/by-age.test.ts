import { expect, test } from 'vitest';
import { ByAge } from './by-age.ts';

const item = (serial: number) => ({ serial });

test('gives the oldest and the newest, whatever order they came in', () => {
  const line = new ByAge<{ serial: number }>();
  for (const serial of [5, 1, 9, 3]) line.add(item(serial));
  expect([line.oldest()?.serial, line.newest()?.serial, line.size]).toEqual([1, 9, 4]);
});

test('an item that is deleted and added again has its old place', () => {
  const line = new ByAge<{ serial: number }>();
  const items = [1, 2, 3].map(item);
  for (const one of items) line.add(one);
  const [first, second, third] = items as [{ serial: number }, { serial: number }, { serial: number }];
  line.delete(second);
  line.add(second);
  line.add(second);
  expect(line.size).toBe(3);
  line.delete(first);
  line.delete(third);
  expect([line.oldest(), line.newest()]).toEqual([second, second]);
  line.delete(second);
  line.delete(second);
  expect([line.oldest(), line.newest(), line.size]).toEqual([undefined, undefined, 0]);
  line.add(first);
  expect(line.newest()).toBe(first);
});

/** Numbers in 0..1 that are the same each time. */
function* pseudoRandom(seed: number): Generator<number, never> {
  for (let state = seed; ; state = (state * 1_103_515_245 + 12_345) % 2 ** 31) yield state / 2 ** 31;
}

test('does what a sorted list does, over a long life', () => {
  const line = new ByAge<{ serial: number }>();
  const items = Array.from({ length: 300 }, (_, serial) => item(serial));
  const there = new Set<{ serial: number }>();
  const random = pseudoRandom(7);
  for (let i = 0; i < 20_000; i++) {
    const one = items[Math.floor(random.next().value * items.length)] as { serial: number };
    if (random.next().value < 0.5) {
      there.add(one);
      line.add(one);
    } else {
      there.delete(one);
      line.delete(one);
    }
    if (i % 7 > 0) continue;
    const sorted = [...there].sort((a, b) => a.serial - b.serial);
    expect([line.oldest(), line.newest(), line.size]).toEqual([sorted[0], sorted.at(-1), sorted.length]);
  }
});
