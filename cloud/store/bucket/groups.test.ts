import { expect, test } from 'vitest';
import { Groups } from './groups.ts';

/** Groups whose work ends when the test says so. */
function rig(max = 10) {
  const begun: { readonly items: string[]; end(): void; fail(error: Error): void }[] = [];
  const groups = new Groups<string, string>(
    max,
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

test('a group has no more than its maximum', async () => {
  const { add, begun, settled } = rig(2);
  add('a', 'b', 'c', 'd');
  for (const i of [0, 1, 2]) {
    begun[i]?.end();
    await settled();
  }
  expect(begun.map(({ items }) => items)).toEqual([['a'], ['b', 'c'], ['d']]);
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
