import { expect, test } from 'vitest';
import { Latest } from './latest.ts';

function open() {
  let overtaken = 0;
  const latest = new Latest<number>(() => {
    overtaken += 1;
  });
  return { latest, next: latest[Symbol.asyncIterator](), overtaken: () => overtaken };
}

test('the newest wins, and those overtaken are counted', async () => {
  const { latest, next, overtaken } = open();
  for (const item of [1, 2, 3]) latest.put(item);
  expect(await next.next()).toEqual({ done: false, value: 3 });
  expect(overtaken()).toBe(2);
});

test('who waits gets the next one', async () => {
  const { latest, next, overtaken } = open();
  const waiting = next.next();
  latest.put(7);
  expect(await waiting).toEqual({ done: false, value: 7 });
  expect(overtaken()).toBe(0);
});

test('the end wakes who waits', async () => {
  const { latest, next } = open();
  const waiting = next.next();
  latest.end();
  expect(await waiting).toEqual({ done: true, value: undefined });
});

test('what is held at the end is let go', async () => {
  const { latest, next } = open();
  latest.put(1);
  latest.end();
  expect(await next.next()).toEqual({ done: true, value: undefined });
});

test('a failure is thrown to who iterates', async () => {
  const { latest, next } = open();
  latest.fail(new Error('gone'));
  await expect(next.next()).rejects.toThrow('gone');
});
