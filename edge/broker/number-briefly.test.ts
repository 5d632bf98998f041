import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { commonSchema } from '@vedette/core/config';
import { FORWARDER_CLIENT_ID, type MqttMessage, openLink } from '@vedette/core/mqtt';
import { eventually, loggedContext, temporaryFolder, testBroker } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import { edgeBrokerSchema, startEdgeBroker } from './index.ts';
import { openPlainPersistence } from './plain-persistence.testing.ts';

const TOPIC = 'vedette/home/pole-7/cam0/shot';
const BODY = 'x'.repeat(15_000);
const NAMES = ['a', 'b', 'c', 'd', 'e'];

async function start(data: string, settings: object = {}) {
  const context = loggedContext('warn');
  const common = commonSchema.parse({ data, device: 'pole-7' });
  const broker = await startEdgeBroker(edgeBrokerSchema.parse({ port: 0, ...settings }), common, context);
  onTestFinished(() => broker.stop());
  const queuedBytes = () => context.metrics.getSingleMetricAsString('vedette_edge_broker_queued_bytes');
  return { ...broker, isEmptied: async () => / 0$/m.test(await queuedBytes()) };
}

/** As an older version had it: aedes-persistence-level as it comes. */
async function startOlder(data: string) {
  const folder = join(data, 'edge-broker', 'messages');
  mkdirSync(folder, { recursive: true });
  const { persistence, close } = await openPlainPersistence(folder);
  const keepFor = [{ clientId: FORWARDER_CLIENT_ID, filters: [TOPIC] }];
  const broker = await testBroker({ durable: { persistence, keepFor } });
  return { ...broker, stop: () => broker.stop().finally(close) };
}

/** Everything that is stored for sessions, by key. */
async function storedIn(data: string): Promise<Map<string, Buffer>> {
  const { level, close } = await openPlainPersistence(join(data, 'edge-broker', 'messages'));
  const all = new Map(await level.iterator({ gte: 'outgoing', lt: 'outgoinh' }).all());
  await close();
  return all;
}

async function publish(url: string, names: readonly string[]): Promise<void> {
  const link = openLink({ url, clientId: 'detector' });
  onTestFinished(() => link.close(true));
  for (const name of names) await link.publish(TOPIC, `${name} ${BODY}`);
  await link.close();
}

/** The names of what comes, and the packet ids, in order; acknowledges them, or none of them. */
async function forwarder(url: string, acknowledges: boolean) {
  const came: { readonly name: string; readonly id: number | undefined }[] = [];
  const onMessage = ({ payload, messageId: id }: MqttMessage) => {
    came.push({ name: payload.toString('utf8', 0, payload.indexOf(' ')), id });
    return acknowledges ? Promise.resolve() : new Promise<void>(() => undefined);
  };
  const link = openLink({ url, clientId: FORWARDER_CLIENT_ID, durable: true, concurrency: 100, onMessage });
  onTestFinished(() => link.close(true));
  await eventually('it is connected', () => link.connected);
  return { came, close: () => link.close(true) };
}

test.each([
  ['this version', (data: string) => start(data)],
  ['an older one', startOlder],
])(
  'what %s sent and nobody acknowledged comes under its packet ids after a restart, and is gone then',
  async (_, startFirst) => {
    const data = temporaryFolder();
    const first = await startFirst(data);
    const deaf = await forwarder(first.url, false);
    await publish(first.url, NAMES);
    await eventually('all were sent', () => deaf.came.length === NAMES.length);
    await deaf.close();
    await publish(first.url, ['late']);
    await first.stop();

    const second = await start(data);
    const { came } = await forwarder(second.url, true);
    await eventually('all came', () => came.length === NAMES.length + 1);
    expect(came).toEqual([...deaf.came, { name: 'late', id: expect.any(Number) }]);
    await eventually('the queue is empty', second.isEmptied);
    await second.stop();
    expect(await storedIn(data)).toEqual(new Map());
  },
);

test('an older version reads what this one has stored', async () => {
  const data = temporaryFolder();
  const first = await start(data);
  const deaf = await forwarder(first.url, false);
  await publish(first.url, NAMES);
  await eventually('all were sent', () => deaf.came.length === NAMES.length);
  await first.stop();
  const older = await startOlder(data);
  const { came, close } = await forwarder(older.url, true);
  await eventually('all came', () => came.length === NAMES.length);
  expect(came.map(({ name }) => name)).toEqual(NAMES);
  await close();
  await older.stop();
});

test('of a shot that was sent, the picture is stored once', async () => {
  const data = temporaryFolder();
  const broker = await start(data);
  const deaf = await forwarder(broker.url, false);
  await publish(broker.url, ['one']);
  await eventually('it was sent', () => deaf.came.length === 1);
  await broker.stop();
  const [record, message] = [...(await storedIn(data)).values()].map(({ length }) => length).sort((a, b) => a - b);
  expect(record).toBeLessThan(200);
  expect(message).toBeGreaterThan(BODY.length);
});

test('of a session that is ended for its long absence nothing stays, neither what was sent nor what was not', async () => {
  const data = temporaryFolder();
  const broker = await start(data, { maxAbsentSessions: 1 });
  const session = async (clientId: string, cameTo: string[]) => {
    const onMessage = ({ payload }: MqttMessage) => {
      cameTo.push(payload.toString('utf8', 0, 1));
      return new Promise<void>(() => undefined);
    };
    const link = openLink({ ...{ url: broker.url, clientId, durable: true, subscribe: [TOPIC] }, onMessage });
    await eventually('it is connected', () => link.connected);
    return link;
  };
  const came: string[] = [];
  const viewer = await session('viewer', came);
  await publish(broker.url, NAMES.slice(0, 2));
  await eventually('one was sent', () => came.length > 0);
  await viewer.close(true);
  await publish(broker.url, NAMES.slice(2));
  await (await session('another', [])).close(true);
  await forwarder(broker.url, true);
  await eventually('the queues are empty', broker.isEmptied);
  await broker.stop();
  expect(await storedIn(data)).toEqual(new Map());
});

test('a client that begins its session anew finds nothing of the last one, and nothing of it stays', async () => {
  const data = temporaryFolder();
  const broker = await start(data);
  const session = { url: broker.url, clientId: 'viewer', durable: true, subscribe: [TOPIC] };
  const viewer = openLink(session);
  await eventually('it is connected', () => viewer.connected);
  await viewer.close();
  await publish(broker.url, NAMES);
  await forwarder(broker.url, true);
  const anew = openLink({ url: broker.url, clientId: 'viewer' });
  onTestFinished(() => anew.close(true));
  await eventually('the queues are empty', broker.isEmptied);
  await broker.stop();
  expect(await storedIn(data)).toEqual(new Map());
});
