import { setImmediate } from 'node:timers/promises';
import { eventually } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { GroupedWrites } from './grouped-writes.ts';

/** Writes that end when they are told to. */
function heldWrites() {
  const written: { readonly operations: string[]; end(error?: Error): void }[] = [];
  const writes = new GroupedWrites<string>(
    (operations) =>
      new Promise((resolve, reject) => {
        written.push({ operations, end: (error) => (error ? reject(error) : resolve()) });
      }),
  );
  return { writes, written };
}

test('what comes in one turn, or while a write is under way, is one write, in its order', async () => {
  const { writes, written } = heldWrites();
  const first = [writes.add(['a', 'b']), writes.add(['c'])];
  await setImmediate();
  const second = writes.add(['d']);
  await setImmediate();
  const third = writes.add(['e']);
  await setImmediate();
  expect(written.map(({ operations }) => operations)).toEqual([['a', 'b', 'c']]);
  written[0]?.end();
  await Promise.all(first);
  await setImmediate();
  expect(written.map(({ operations }) => operations)).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e'],
  ]);
  written[1]?.end();
  await Promise.all([second, third]);
});

test('a write that fails fails for all that went with it, and for nothing else', async () => {
  const { writes, written } = heldWrites();
  const failing = [writes.add(['a']), writes.add(['b'])].map((one) => expect(one).rejects.toThrow('disk full'));
  await setImmediate();
  const other = writes.add(['c']);
  written[0]?.end(new Error('disk full'));
  await Promise.all(failing);
  await setImmediate();
  written[1]?.end();
  await other;
});

test('it is settled when all that came has ended, in whichever way', async () => {
  const { writes, written } = heldWrites();
  await writes.settled();
  let isSettled = false;
  const failing = expect(writes.add(['a'])).rejects.toThrow();
  await setImmediate();
  void writes.add(['b']);
  const settled = writes.settled().then(() => {
    isSettled = true;
  });
  written[0]?.end(new Error('disk full'));
  await failing;
  await setImmediate();
  expect(isSettled).toBe(false);
  written[1]?.end();
  await settled;
});

test('what is for later goes with what comes next, or by itself after a while', async () => {
  const { writes, written } = heldWrites();
  writes.addLater(['late']);
  await setImmediate();
  expect(written).toEqual([]);
  const next = writes.add(['a']);
  await setImmediate();
  expect(written.map(({ operations }) => operations)).toEqual([['a', 'late']]);
  written[0]?.end();
  await next;
  writes.addLater(['alone']);
  const alone = await eventually('it is written', () => written[1]);
  expect(alone.operations).toEqual(['alone']);
  alone.end();
});

test('what is for later and could not be written goes with the next write; who asks for all of it waits', async () => {
  const { writes, written } = heldWrites();
  writes.addLater(['late']);
  const failing = expect(writes.add(['a'])).rejects.toThrow('disk full');
  await setImmediate();
  written[0]?.end(new Error('disk full'));
  await failing;
  const settled = writes.settled();
  await setImmediate();
  expect(written[1]?.operations).toEqual(['late']);
  written[1]?.end();
  await settled;
});
