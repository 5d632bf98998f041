import { Aedes } from 'aedes';
import createPersistence from 'aedes-persistence';
import { expect, onTestFinished, test } from 'vitest';
import { eventually, loggedContext, testBroker } from '../../testing/index.ts';
import type { LinkOptions } from '../link/link.ts';
import { openLink } from '../link/open-link.ts';
import { AbsentSessions } from './absent-sessions.ts';

const KIB = 1_024;

async function client(options: LinkOptions) {
  let reason: string | undefined;
  const onDown = (why: string) => {
    reason = why;
  };
  const link = openLink({ ...options, onDown });
  onTestFinished(() => link.close(true));
  await eventually(`${options.clientId} is connected`, () => link.connected || (reason && Promise.reject(reason)));
  return link;
}

/** A session that listens to `t`, whose client has gone again. */
async function absentSession(url: string, clientId: string): Promise<void> {
  const link = await client({ url, clientId, durable: true, subscribe: ['t'] });
  await link.close();
}

/** What a session gets when its client comes back. */
async function reader(url: string, clientId: string) {
  const got: string[] = [];
  const onMessage = async ({ payload }: { payload: Buffer }) => void got.push(payload.toString('utf8', 0, 2));
  await client({ url, clientId, durable: true, subscribe: ['t'], onMessage });
  return got;
}

const numbered = (i: number) => `${String(i).padStart(2, '0')}${'x'.repeat(10 * KIB)}`;

test('beyond its bound a session keeps the oldest messages, is counted, and takes in again when it was emptied', async () => {
  const context = loggedContext('warn');
  const { url } = await testBroker({ maxSessionBytes: 55 * KIB }, context);
  await absentSession(url, 'away');
  const writer = await client({ url, clientId: 'writer' });
  for (let i = 0; i < 12; i++) await writer.publish('t', numbered(i));
  expect(context.lines).toMatchObject([{ client: 'away', msg: expect.stringContaining('queue of a session is full') }]);
  expect(await context.metrics.metrics()).toContain('vedette_edge_broker_unqueued_messages_total 7');

  const got = await reader(url, 'away');
  await eventually('what was kept', () => got.length === 5);
  expect(got).toEqual(['00', '01', '02', '03', '04']);
  await eventually('the queue is empty', async () =>
    (await context.metrics.metrics()).includes('vedette_edge_broker_queued_bytes 0\n'),
  );
  await writer.publish('t', numbered(12));
  await eventually('a later one', () => got.length === 6);
});

test('all sessions together are bounded too', async () => {
  const { url } = await testBroker({ maxQueueBytes: 35 * KIB });
  for (const id of ['a', 'b']) await absentSession(url, id);
  const writer = await client({ url, clientId: 'writer' });
  for (let i = 0; i < 4; i++) await writer.publish('t', numbered(i));
  const [a, b] = [await reader(url, 'a'), await reader(url, 'b')];
  await writer.publish('t', 'zz');
  await eventually('the last one', () => a.includes('zz') && b.includes('zz'));
  expect([...a, ...b].sort()).toEqual(['00', '00', '01', 'zz', 'zz']);
});

test('for a session that must lose nothing the publisher gets no PUBACK, and the broker says why it takes none', async () => {
  const persistence = (createPersistence as unknown as () => Record<string, unknown>)();
  const keepFor = [{ clientId: 'forwarder', filters: ['t'] }];
  const broker = await testBroker({ maxSessionBytes: 25 * KIB, maxQueueBytes: 1, durable: { persistence, keepFor } });
  const { url } = broker;
  const writer = await client({ url, clientId: 'writer' });
  await writer.publish('t', numbered(0));
  await writer.publish('t', numbered(1));
  expect(broker.ready()).toEqual({ ready: true });
  await expect(writer.publish('t', numbered(2))).rejects.toThrow('closed');
  expect(broker.ready()).toMatchObject({ ready: false, reason: expect.stringContaining('wait for forwarder') });
  const got = await reader(url, 'forwarder');
  await eventually('it is emptied', () => got.length === 2 && broker.ready().ready);
  await (await client({ url, clientId: 'writer' })).publish('t', numbered(2));
  await eventually('what was refused', () => got.length === 3);
});

test('connections beyond the bound are closed at once', async () => {
  const context = loggedContext('warn');
  const { url } = await testBroker({ maxConnections: 1 }, context);
  await client({ url, clientId: 'first' });
  await expect(client({ url, clientId: 'second' })).rejects.toMatch(/closed|ECONNRESET/);
  expect(context.lines).toMatchObject([{ address: '127.0.0.1', msg: expect.stringContaining('maxConnections') }]);
});

test('a filter too many and a topic too long are refused, and nothing else', async () => {
  const context = loggedContext('warn');
  const { url } = await testBroker({ maxSubscriptions: 2 }, context);
  const got: string[] = [];
  const onMessage = async ({ topic }: { topic: string }) => void got.push(topic);
  const link = await client({ url, clientId: 'greedy', subscribe: ['a', 'b'], onMessage });
  await link.subscribe('a');
  await expect(link.subscribe('c')).rejects.toThrow();
  await link.publish('x'.repeat(2_000), 'dropped');
  await link.publish('a', 'kept');
  await eventually('what is allowed', () => got.length > 0);
  expect(got).toEqual(['a']);
  expect(context.lines.map(({ reason }) => reason)).toEqual(['too many subscriptions']); // the next is in its second
  expect(await context.metrics.metrics()).toContain('denied_total{reason="topic_too_long"} 1');
});

test('a session whose client stays away ends with what waits for it; others stay', async () => {
  const aedes = await Aedes.createBroker();
  onTestFinished(() => new Promise<void>((resolve) => aedes.close(() => resolve())));
  const { persistence } = aedes as unknown as {
    persistence: Record<string, (...words: unknown[]) => Promise<unknown>>;
  };
  const subscription = { topic: 't', qos: 1 };
  for (const id of ['away', 'forwarder', 'back']) await persistence['addSubscriptions']?.({ id }, [subscription]);
  const [clientId, packet] = ['away', { brokerId: 'b', brokerCounter: 1, topic: 't', payload: Buffer.from('x') }];
  await persistence['outgoingEnqueueCombi']?.([{ clientId }], packet);
  const expired: string[] = [];
  const sessions = new AbsentSessions(aedes, {
    ...{ maxAbsentSessions: 10, maxAbsentMs: 1_000, keepFor: ['forwarder'] },
    absences: new Map([
      ['away', 400],
      ['forwarder', 9_999],
      ['back', 0],
    ]),
    onExpired: (id) => expired.push(id),
    onError: (error) => expired.push(String(error)),
  });
  onTestFinished(() => sessions.close());
  sessions.pass(599);
  expect(expired).toEqual([]);
  sessions.pass(1);
  expect(expired).toEqual(['away']);
  const left = async () => (await persistence['subscriptionsByTopic']?.('t')) as { clientId: string }[];
  await eventually('it is no longer published for', async () => (await left()).length === 2);
  const queue = () => persistence['outgoingStream']?.({ id: 'away' }) as unknown as AsyncIterable<unknown>;
  await eventually('its queue is empty', async () => {
    for await (const _ of queue()) return false;
    return true;
  });
});

test('of too many absent sessions the one that left first ends', async () => {
  const context = loggedContext();
  const { url } = await testBroker({ maxAbsentSessions: 2 }, context);
  for (const id of ['one', 'two', 'three']) await absentSession(url, id);
  await eventually('one has ended', () => context.lines.some(({ client }) => client === 'one'));
  const writer = await client({ url, clientId: 'writer' });
  await writer.publish('t', '00');
  const got = await Promise.all(['one', 'two', 'three'].map((id) => reader(url, id)));
  await eventually('the others have it', () => got[1]?.length === 1 && got[2]?.length === 1);
  expect(got[0]).toEqual([]);
});
