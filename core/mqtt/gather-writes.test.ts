import { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { gatherWrites } from './gather-writes.ts';

function recording(): { stream: Duplex; calls: string[] } {
  const calls: string[] = [];
  const stream = new Duplex({
    read: () => undefined,
    writev(chunks, done) {
      calls.push(chunks.map(({ chunk }) => chunk.toString()).join('+'));
      done();
    },
  });
  gatherWrites(stream);
  return { stream, calls };
}

test('what is written in one turn goes out together, and what comes in the next by itself', async () => {
  const { stream, calls } = recording();
  stream.write('a');
  queueMicrotask(() => stream.write('b'));
  process.nextTick(() => stream.write('c'));
  expect(calls).toEqual([]);
  await setImmediate();
  await setImmediate();
  stream.write('d');
  await setImmediate();
  await setImmediate();
  expect(calls).toEqual(['a+b+c', 'd']);
});

test('an end takes with it what was written before', async () => {
  const { stream, calls } = recording();
  stream.write('a');
  stream.end('b');
  await setImmediate();
  await setImmediate();
  expect(calls.join('+')).toBe('a+b');
});
