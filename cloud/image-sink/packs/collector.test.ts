import { seededRandom } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { type Collected, Collector } from './collector.ts';

const BOUNDS = { maxBytes: 1_000, maxMs: 4_000, maxOpenBytes: 3_000 };
const MIB = 1_024 * 1_024;

const itemsOf = (closed: readonly Collected<string>[]) => closed.map(({ group, items }) => [group, ...items]);

test('a pack is closed before it would be too large', () => {
  const collector = new Collector<string>(BOUNDS);
  for (const item of ['1', '2']) expect(collector.add('a', item, 500, 0)).toEqual([]);
  const [closed, ...others] = collector.add('a', '3', 1, 1);
  expect(others).toEqual([]);
  expect(closed).toMatchObject({ group: 'a', items: ['1', '2'], bytes: 1_000 });
  expect(itemsOf(collector.closeAll())).toEqual([['a', '3']]);
});

test('what is larger than a pack is one by itself', () => {
  const collector = new Collector<string>(BOUNDS);
  expect(collector.add('a', '1', 2_000, 0)).toEqual([]);
  expect(itemsOf(collector.add('a', '2', 10, 0))).toEqual([['a', '1']]);
});

test('a pack is closed so long after its first item, each group by itself', () => {
  const collector = new Collector<string>(BOUNDS);
  collector.add('a', '1', 10, 100);
  collector.add('b', '2', 10, 200);
  collector.add('a', '3', 10, 4_000);
  expect(collector.due(4_099)).toEqual([]);
  expect(itemsOf(collector.due(4_100))).toEqual([['a', '1', '3']]);
  expect(collector.due(4_199)).toEqual([]);
  expect(collector.isEmpty).toBe(false);
  expect(itemsOf(collector.due(4_200))).toEqual([['b', '2']]);
  expect(collector.isEmpty).toBe(true);
});

test('beyond the bound of all together the largest is closed', () => {
  const collector = new Collector<string>({ ...BOUNDS, maxBytes: 3_000 });
  collector.add('a', '1', 1_000, 0);
  collector.add('b', '2', 1_500, 0);
  expect(itemsOf(collector.add('c', '3', 600, 0))).toEqual([['b', '2']]);
  expect(itemsOf(collector.closeAll())).toEqual([
    ['a', '1'],
    ['c', '3'],
  ]);
});

test.each([
  ['of many items', 32, 1],
  ['of many bytes', 2, MIB / 2],
])('a pack %s is closed when nothing more comes for a moment', (_, count, bytes) => {
  const collector = new Collector<string>({ maxBytes: 16 * MIB, maxMs: 4_000, maxOpenBytes: 32 * MIB });
  for (let i = 1; i < count; i++) collector.add('a', String(i), bytes, i);
  expect(collector.due(4_000)).toEqual([]);
  collector.add('a', 'last', bytes, 1_000);
  expect(collector.due(1_249)).toEqual([]);
  collector.add('a', 'one more', bytes, 1_200);
  expect(collector.due(1_449)).toEqual([]);
  expect(collector.due(1_450)).toHaveLength(1);
});

test('whatever comes, each item comes out once, in its order, and no pack is too large or too old', () => {
  const random = seededRandom(41);
  const collector = new Collector<{ group: string; number: number; at: number }>(BOUNDS);
  const out = new Map<string, number[]>();
  let now = 0;
  const take = (closed: readonly Collected<{ group: string; number: number; at: number }>[]) => {
    for (const { group, items, bytes } of closed) {
      expect(bytes <= BOUNDS.maxBytes || items.length === 1).toBe(true);
      expect(now - items[0].at).toBeLessThanOrEqual(BOUNDS.maxMs);
      out.set(group, [...(out.get(group) ?? []), ...items.map(({ number }) => number)]);
    }
  };
  for (let number = 0; number < 3_000; number++) {
    for (const next = now + Math.floor(random() * 100); now < next; now++) take(collector.due(now));
    const group = String(Math.floor(random() * 8));
    take(collector.add(group, { group, number, at: now }, Math.ceil(random() ** 4 * 1_500), now));
  }
  take(collector.closeAll());
  const numbers = [...out.values()];
  for (const list of numbers) expect(list).toEqual(list.toSorted((a, b) => a - b));
  expect(numbers.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 3_000 }, (_, number) => number));
});
