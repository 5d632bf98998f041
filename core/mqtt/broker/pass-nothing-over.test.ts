import createPersistence from 'aedes-persistence';
import { expect, onTestFinished, test } from 'vitest';
import { eventually, testBroker } from '../../testing/index.ts';
import { Deferred } from '../link/deferred.ts';
import type { LinkOptions } from '../link/link.ts';
import { openLink } from '../link/open-link.ts';

async function client(options: LinkOptions) {
  const link = openLink(options);
  onTestFinished(() => link.close(true));
  await eventually('it is connected', () => link.connected);
  return link;
}

async function reader(url: string, subscribe: string[]) {
  const got: string[] = [];
  const onMessage = async ({ payload }: { payload: Buffer }) => void got.push(payload.toString());
  await client({ url, clientId: 'reader', durable: true, subscribe, onMessage });
  return got;
}

test('a message that another overtakes while it is stored comes all the same', async () => {
  const persistence = (
    createPersistence as unknown as () => Record<'outgoingEnqueueCombi', (...of: unknown[]) => unknown>
  )();
  const enqueue = persistence.outgoingEnqueueCombi.bind(persistence);
  const mayBeStored = new Deferred<void>();
  persistence.outgoingEnqueueCombi = async (...of) => {
    await mayBeStored.promise;
    return enqueue(...of);
  };
  const { url } = await testBroker({ durable: { persistence, keepFor: [] } });
  const got = await reader(url, ['t']);
  const writer = await client({ url, clientId: 'writer' });
  const first = writer.publish('t', 'stored');
  await writer.publish('t', 'not stored', { qos: 0 });
  await eventually('the second', () => got.length === 1);
  mayBeStored.resolve();
  await first;
  await eventually('the first', () => got.length === 2);
  expect(got).toEqual(['not stored', 'stored']);
});

test('what several filters of a client let through comes once, at either QoS', async () => {
  const { url } = await testBroker();
  const got = await reader(url, ['#', 'a/+', 'a/b']);
  const writer = await client({ url, clientId: 'writer' });
  await writer.publish('a/b', '1');
  await writer.publish('a/b', '2', { qos: 0 });
  await writer.publish('a/c', '3');
  await writer.publish('d', 'last');
  await eventually('the last', () => got.includes('last'));
  expect(got).toEqual(['1', '2', '3', 'last']);
});
