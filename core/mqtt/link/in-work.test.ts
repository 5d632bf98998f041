import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Deferred } from './deferred.ts';
import { InWork } from './in-work.ts';

function rig(limit: number) {
  const sent: number[][] = [];
  const inWork = new InWork(limit, (pubacks) => {
    const ids = Array.from({ length: pubacks.length / 4 }, (_, i) => pubacks.readUInt16BE(i * 4 + 2));
    expect(pubacks[0]).toBe(0x40);
    sent.push(ids);
  });
  let taken = 0;
  const work = new Map<number, Deferred<void>>();
  function take(messageId: number | undefined): void {
    const done = new Deferred<void>();
    work.set(messageId ?? 0, done);
    inWork.take(messageId, done.promise, () => {
      taken += 1;
    });
  }
  return { sent, take, end: (id: number) => work.get(id)?.resolve(), work, asked: () => taken };
}

test('acknowledged in the order they came, whatever is done first; what is done together in one write', async () => {
  const { sent, take, end } = rig(10);
  for (const id of [1, 2, 0x1234, 4]) take(id);
  end(0x1234);
  end(2);
  await setImmediate();
  expect(sent).toEqual([]);
  end(1);
  await setImmediate();
  expect(sent).toEqual([[1, 2, 0x1234]]);
  end(4);
  await setImmediate();
  expect(sent).toEqual([[1, 2, 0x1234], [4]]);
});

test('the next is taken while there is room, and when there is room again', async () => {
  const { take, end, asked } = rig(2);
  take(1);
  expect(asked()).toBe(1);
  take(2);
  expect(asked()).toBe(1);
  end(2);
  await setImmediate();
  expect(asked(), 'the first one is still in work').toBe(1);
  end(1);
  await setImmediate();
  expect(asked()).toBe(2);
});

test('one that fails is never acknowledged, nor any behind it; at QoS 0 nobody waits', async () => {
  const { sent, take, end, work } = rig(10);
  take(undefined);
  take(1);
  take(2);
  end(0);
  await setImmediate();
  work.get(1)?.reject(new Error('no room'));
  end(2);
  await setImmediate();
  expect(sent).toEqual([]);
});
