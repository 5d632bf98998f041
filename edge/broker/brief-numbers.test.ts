import { loggedContext, temporaryFolder } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import { BriefNumbers } from './brief-numbers.ts';
import { LevelStore } from './level-store.ts';
import { outgoingIdKey, outgoingKey } from './stored-keys.ts';
import { Unacknowledged } from './unacknowledged.ts';

const NOW = 'this run';
const CLIENT = 'a client';

async function open() {
  const store = new LevelStore(temporaryFolder(), loggedContext().log);
  await store.open();
  onTestFinished(() => store.close());
  const waiting = new Unacknowledged(() => NOW);
  const keys = async () => {
    const all: string[] = [];
    for await (const [key] of store.entries({ gte: 'outgoing', lt: 'outgoinh' })) all.push(key);
    return all;
  };
  const enqueue = async (message: ReturnType<typeof messageOf>) => {
    waiting.add(CLIENT, message);
    await store.put(outgoingKey(CLIENT, message), Buffer.from('stored'));
    return message;
  };
  return { store, waiting, keys, enqueue, numbers: new BriefNumbers(store, waiting) };
}

function messageOf(brokerCounter: number, brokerId = NOW) {
  return { brokerId, brokerCounter, topic: 't', payload: Buffer.alloc(15_000) };
}

test('a message that was acknowledged is neither numbered again nor removed twice', async () => {
  const { numbers, keys, enqueue } = await open();
  const message = await enqueue(messageOf(1));
  await numbers.number(CLIENT, 7, message);
  expect(await keys()).toHaveLength(2);
  expect(numbers.remove(CLIENT, message)).toMatchObject({ topic: 't', payload: { length: 15_000 } });
  await expect(numbers.number(CLIENT, 8, message)).rejects.toThrow('no such packet');
  expect(numbers.remove(CLIENT, message)).toBeUndefined();
  expect(await keys()).toEqual([]);
});

test('a message that goes out on both ways has the packet id of the second, and nothing of the first stays', async () => {
  const { numbers, keys, enqueue, waiting } = await open();
  const message = await enqueue(messageOf(1));
  await Promise.all([numbers.number(CLIENT, 7, message), numbers.number(CLIENT, 8, message)]);
  expect(waiting.sentUnder(CLIENT, 7)).toBeUndefined();
  expect(await keys()).toEqual([outgoingIdKey(CLIENT, 8), outgoingKey(CLIENT, message)]);
});

test('no message takes the packet id of another that waits for its PUBACK', async () => {
  const { numbers, keys, enqueue, waiting } = await open();
  const [earlier, later] = [messageOf(1, 'an earlier run'), messageOf(1)];
  for (const message of [earlier, later]) {
    await enqueue(message);
    await numbers.number(CLIENT, 7, message);
  }
  const acknowledged = waiting.sentUnder(CLIENT, 7);
  expect(acknowledged).toMatchObject({ brokerId: 'an earlier run' });
  if (acknowledged) numbers.remove(CLIENT, acknowledged);
  expect(await keys()).toEqual([outgoingKey(CLIENT, later)]);
  numbers.remove(CLIENT, later);
  expect(await keys()).toEqual([]);
});

test('what comes again has its packet id, and what is acknowledged meanwhile does not come', async () => {
  const { numbers, enqueue } = await open();
  const messages = await Promise.all([1, 2, 3].map((counter) => enqueue(messageOf(counter))));
  const [first, second, third] = messages;
  if (!first || !second || !third) throw new Error('three were made');
  await numbers.number(CLIENT, 7, first);
  await numbers.number(CLIENT, 8, second);
  async function* stored() {
    for (const { brokerId, brokerCounter } of messages) yield { brokerId, brokerCounter };
  }
  const came: object[] = [];
  for await (const message of numbers.numbered(CLIENT, stored())) {
    came.push(message);
    if (came.length === 1) numbers.remove(CLIENT, second);
  }
  expect(came).toEqual([
    { brokerId: NOW, brokerCounter: 1, messageId: 7 },
    { brokerId: NOW, brokerCounter: 3 },
  ]);
});

test('what the store refuses is as it was before', async () => {
  const { store, numbers, waiting, enqueue } = await open();
  const [sent, unsent] = [await enqueue(messageOf(1)), await enqueue(messageOf(2))];
  await numbers.number(CLIENT, 7, sent);
  await store.close();
  await expect(numbers.number(CLIENT, 8, unsent)).rejects.toThrow();
  expect(waiting.idOf(CLIENT, sent)).toBe(7);
  expect(waiting.sentUnder(CLIENT, 7)).toMatchObject({ brokerCounter: 1 });
  expect(waiting.isGone(CLIENT, unsent)).toBe(false);
  expect(waiting.idOf(CLIENT, unsent)).toBeUndefined();
});
