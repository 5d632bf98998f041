import { Aedes } from 'aedes';
import { expect, onTestFinished, test } from 'vitest';
import { boundQueues } from './bound-queues.ts';

async function bounded(queued?: ReadonlyMap<string, { messages: number; bytes: number }>) {
  const aedes = await Aedes.createBroker();
  onTestFinished(() => new Promise<void>((resolve) => aedes.close(() => resolve())));
  const { persistence } = aedes as unknown as {
    persistence: Record<string, (...words: unknown[]) => Promise<unknown>>;
  };
  const dropped: string[] = [];
  const bounds = { maxSessionBytes: 100_000, maxSessionMessages: 3, maxBytes: 1_000_000 };
  const onDropped = (clientId: string) => void dropped.push(clientId);
  const queues = boundQueues(aedes, { ...bounds, keepFor: ['forwarder'], queued, onDropped });
  let brokerCounter = 0;
  const publish = (...clientIds: string[]) => {
    const packet = { brokerId: 'b', brokerCounter: ++brokerCounter, topic: 't', payload: Buffer.from('x') };
    const sessions = clientIds.map((clientId) => ({ clientId }));
    return persistence['outgoingEnqueueCombi']?.(sessions, packet);
  };
  return { queues, dropped, publish, persistence };
}

test('small messages are bounded by their number, and one that is taken leaves room for one', async () => {
  const { queues, dropped, publish, persistence } = await bounded();
  for (let i = 0; i < 5; i++) await publish('a', i === 0 ? 'b' : 'a2');
  expect(dropped).toEqual(['a', 'a', 'a2']);
  const packet = { brokerId: 'b', brokerCounter: 1, messageId: 7 };
  await persistence['outgoingUpdate']?.({ id: 'a' }, packet);
  await persistence['outgoingClearMessageId']?.({ id: 'a' }, packet);
  await publish('a');
  expect(dropped).toHaveLength(3);
  expect(queues.fault).toBeUndefined();
});

test('so are those of a session that must lose nothing, also with what waits from before', async () => {
  const { queues, publish } = await bounded(new Map([['forwarder', { messages: 2, bytes: 500 }]]));
  await publish('forwarder');
  await expect(publish('forwarder', 'a')).rejects.toThrow('3 messages of 702 bytes wait for forwarder');
  expect(queues.fault).toContain('of 3 and 100000 at most');
});
