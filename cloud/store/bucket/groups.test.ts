import { eventually } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { Groups } from './groups.ts';

/** Groups whose work ends when the test says so. */
function rig(bounds: { items?: number; size?: number; paceMs?: number } = {}) {
  const begun: { readonly items: string[]; end(): void; fail(error: Error): void }[] = [];
  const groups = new Groups<string, string>(
    { items: 10, size: 100, sizeOf: (item) => item.length, ...bounds },
    (items) =>
      new Promise((resolve, reject) => {
        begun.push({ items, end: () => resolve(items.map((item) => `${item} done`)), fail: reject });
      }),
  );
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { groups, begun, settled, add: (...items: string[]) => items.map((item) => groups.add(item)) };
}

test('the first is worked on at once, and what comes meanwhile together', async () => {
  const { add, begun, settled } = rig();
  const [first] = add('a');
  expect(begun.map(({ items }) => items)).toEqual([['a']]);
  const others = add('b', 'c');
  expect(begun).toHaveLength(1);
  begun[0]?.end();
  expect(await first).toBe('a done');
  await settled();
  expect(begun.map(({ items }) => items)).toEqual([['a'], ['b', 'c']]);
  begun[1]?.end();
  expect(await Promise.all(others)).toEqual(['b done', 'c done']);
});

test.each([
  ['items', { items: 2 }, [['a'], ['b', 'cccc'], ['d', 'ee']]],
  ['size', { size: 3 }, [['a'], ['b'], ['cccc'], ['d', 'ee']]],
])('a group has no more %s than its bound, and one item at least', async (_, bounds, groups) => {
  const { add, begun, settled } = rig(bounds);
  add('a', 'b', 'cccc', 'd', 'ee');
  for (let i = 0; i < 4; i++) {
    begun[i]?.end();
    await settled();
  }
  expect(begun.map(({ items }) => items)).toEqual(groups);
});

test('work that fails fails for its group, and the next one begins', async () => {
  const { add, begun, settled } = rig();
  const [first] = add('a');
  const [second] = add('b');
  begun[0]?.fail(new Error('no'));
  await expect(first).rejects.toThrow('no');
  await settled();
  begun[1]?.end();
  expect(await second).toBe('b done');
});

test('after a group of several the next one waits for company, after one by itself it does not', async () => {
  const { add, begun, settled } = rig({ paceMs: 300 });
  add('a', 'b', 'c');
  begun[0]?.end();
  await settled();
  expect(begun.map(({ items }) => items)).toEqual([['a'], ['b', 'c']]);
  begun[1]?.end();
  await settled();
  add('d');
  await settled();
  add('e');
  await eventually('the third group is begun', () => begun.length === 3);
  expect(begun[2]?.items).toEqual(['d', 'e']);
  begun[2]?.end();
});

test('it is idle when nothing is in work', async () => {
  const { groups, add, begun, settled } = rig();
  await groups.idle();
  let isIdle = false;
  add('a');
  void groups.idle().then(() => {
    isIdle = true;
  });
  add('b');
  begun[0]?.end();
  await settled();
  expect(isIdle).toBe(false);
  begun[1]?.end();
  await settled();
  expect(isIdle).toBe(true);
});
