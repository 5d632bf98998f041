import { sampleShot } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { Outbox } from './outbox.ts';

const MOST = 32;

/** A broker that acknowledges when it is told to, in the order in which it was given. */
function slowBroker() {
  const waiting: { resolve(): void; reject(error: Error): void }[] = [];
  let given = 0;
  const told = { published: 0, unsent: 0 };
  const outbox = new Outbox({
    publish() {
      given += 1;
      return new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
    },
    onPublished: () => {
      told.published += 1;
    },
    onUnsent: () => {
      told.unsent += 1;
    },
  });
  return { outbox, told, given: () => given, acknowledge: () => waiting.shift()?.resolve(), waiting };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('shots go on before those ahead of them are acknowledged, so many and no more', async () => {
  const { outbox, told, given, acknowledge } = slowBroker();
  for (let count = 1; count < MOST; count++) await outbox.put(sampleShot());
  expect({ given: given(), ...told }).toEqual({ given: MOST - 1, published: 0, unsent: 0 });
  let hasRoom = false;
  const put = outbox.put(sampleShot()).then(() => {
    hasRoom = true;
  });
  await turn();
  expect({ given: given(), hasRoom }).toEqual({ given: MOST, hasRoom: false });
  acknowledge();
  await put;
  expect(told.published).toBe(1);
});

test('it is empty when the last one is acknowledged', async () => {
  const { outbox, told, acknowledge } = slowBroker();
  await outbox.put(sampleShot());
  await outbox.put(sampleShot());
  let isEmpty = false;
  const empty = outbox.empty().then(() => {
    isEmpty = true;
  });
  acknowledge();
  await turn();
  expect(isEmpty).toBe(false);
  acknowledge();
  await empty;
  expect(told).toEqual({ published: 2, unsent: 0 });
});

test('once one is not sent none is, and whoever puts or waits hears why', async () => {
  const { outbox, told, given, waiting } = slowBroker();
  await outbox.put(sampleShot());
  await outbox.put(sampleShot());
  waiting.shift()?.reject(new Error('the link was closed'));
  await turn();
  await expect(outbox.put(sampleShot())).rejects.toThrow('the link was closed');
  expect({ given: given(), unsent: told.unsent }).toEqual({ given: 2, unsent: 2 });
  waiting.shift()?.resolve();
  await expect(outbox.empty()).rejects.toThrow('the link was closed');
  expect(told).toEqual({ published: 1, unsent: 2 });
});
