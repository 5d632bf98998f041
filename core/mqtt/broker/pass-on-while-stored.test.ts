import createPersistence from 'aedes-persistence';
import { expect, onTestFinished, test } from 'vitest';
import { eventually, testBroker } from '../../testing/index.ts';
import { Deferred } from '../link/deferred.ts';
import type { LinkOptions } from '../link/link.ts';
import { openLink } from '../link/open-link.ts';

type Method = (...of: unknown[]) => Promise<unknown>;
type Persistence = Record<'outgoingEnqueueCombi' | 'outgoingUpdate', Method>;

/** A broker whose `method` waits for `mayGoOn` before it does what it does, and a durable reader of all. */
async function heldBroker(method: keyof Persistence) {
  const persistence = (createPersistence as unknown as () => Persistence)();
  const work = persistence[method].bind(persistence);
  const mayGoOn = new Deferred<void>();
  persistence[method] = async (...of) => {
    await mayGoOn.promise;
    return work(...of);
  };
  const { url } = await testBroker({ durable: { persistence, numbersAhead: true, keepFor: [] } });
  const got: string[] = [];
  const onMessage = async ({ payload }: { payload: Buffer }) => void got.push(payload.toString());
  await connected({ url, clientId: 'reader', durable: true, subscribe: ['#'], onMessage });
  return { url, got, mayGoOn };
}

async function connected(options: LinkOptions) {
  const link = openLink(options);
  onTestFinished(() => link.close(true));
  await eventually('it is connected', () => link.connected);
  return link;
}

test.each([
  ['it', 'outgoingEnqueueCombi'],
  ['its packet id', 'outgoingUpdate'],
] as const)('a message is passed on while %s is stored, and acknowledged then', async (_what, method) => {
  const { url, got, mayGoOn } = await heldBroker(method);
  const writer = await connected({ url, clientId: 'writer' });
  let isAcknowledged = false;
  const published = writer.publish('t', 'stored').then(() => {
    isAcknowledged = true;
  });
  await eventually('it is passed on', () => got.length === 1);
  await writer.subscribe('anything'); // the broker has answered that, and all that it would have said before
  expect(isAcknowledged).toBe(false);
  mayGoOn.resolve();
  await published;
  expect(got).toEqual(['stored']);
});

test('what cannot be stored after all is not acknowledged', async () => {
  const { url, got, mayGoOn } = await heldBroker('outgoingEnqueueCombi');
  const writer = await connected({ url, clientId: 'writer' });
  const failing = expect(writer.publish('t', 'lost')).rejects.toThrow('closed');
  await eventually('it is passed on', () => got.length === 1);
  mayGoOn.reject(new Error('the disk is full'));
  await failing;
});

test('what the store refuses at once is neither passed on nor acknowledged', async () => {
  const { url, got, mayGoOn } = await heldBroker('outgoingEnqueueCombi');
  mayGoOn.reject(new Error('the disk is full'));
  const writer = await connected({ url, clientId: 'writer' });
  await expect(writer.publish('t', 'refused')).rejects.toThrow('closed');
  const other = await connected({ url, clientId: 'other' });
  await other.publish('t', 'at QoS 0', { qos: 0 });
  await eventually('what comes behind it', () => got.length > 0);
  expect(got).toEqual(['at QoS 0']);
});
