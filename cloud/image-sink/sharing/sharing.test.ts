import { join } from 'node:path';
import { openLink } from '@vedette/core/mqtt';
import {
  eventually,
  faultProxy,
  HAS_MOSQUITTO,
  loggedContext,
  quietContext,
  sampleShot,
  startMosquitto,
  temporaryFolder,
  testBroker,
} from '@vedette/core/testing';
import { type Leases, openCatalog } from '@vedette/store';
import { expect, onTestFinished, test } from 'vitest';
import { Intake } from '../intake.ts';
import { noisyImage, startTestSink, testEdge, testSink, topics } from '../sink.testing.ts';
import { probeSharing } from './probe-sharing.ts';
import { Sharing } from './sharing.ts';

const never = new AbortController().signal;
const probe = (url: string, signal = never) => probeSharing({ link: { url }, topics, log: quietContext().log, signal });
const withMosquitto = test.skipIf(!HAS_MOSQUITTO);

withMosquitto('mosquitto is found to know shared subscriptions (needs mosquitto)', async () => {
  expect(await probe((await startMosquitto()).url)).toBe(true);
});

test('our broker is found to know none', async () => {
  expect(await probe((await testBroker()).url)).toBe(false);
});

test('a broker that is away is waited for, until that is no use any more', async () => {
  const { port, url, stop } = await testBroker();
  await stop();
  const end = new AbortController();
  const given = probe(url, end.signal);
  end.abort();
  expect(await given).toBe(false);
  const asked = probe(url);
  await testBroker({ port });
  expect(await asked).toBe(false);
});

/** Sinks of one group, at one broker and with one bucket and catalog. */
async function group(port: number, count: number) {
  const data = temporaryFolder();
  const start = () => startTestSink({ port, data, settings: { share: 'all' }, context: loggedContext() });
  const sinks = await Promise.all(Array.from({ length: count }, start));
  const catalog = await openCatalog(`file:${join(data, 'catalog.db')}`);
  onTestFinished(() => catalog.close());
  const ready = () => sinks.filter(({ sink }) => sink.ready().ready);
  return { sinks, catalog, ready };
}

withMosquitto('sinks that share get a part of the shots each (needs mosquitto)', async () => {
  const port = Number(new URL((await startMosquitto()).url).port);
  const { sinks, catalog, ready } = await group(port, 3);
  await eventually('all are ready', () => ready().length === 3);
  const edge = await testEdge(port);
  const shots = Array.from({ length: 60 }, (_, seq) => sampleShot({ seq }));
  await Promise.all(shots.map(edge.send));
  await eventually('each has its receipt', () => shots.every(({ id }) => edge.receiptsOf(id).length > 0));
  expect(shots.map(({ id }) => edge.receiptsOf(id).map(({ outcome }) => outcome))).toEqual(shots.map(() => ['stored']));
  for (const { sink } of sinks) expect(sink.counts()).toMatchObject({ stored: 20, duplicates: 0 });
  expect((await catalog.shots({ limit: 1_000 })).items).toHaveLength(60);
});

withMosquitto('what waits for a sink before it shares is stored, and its session ends (needs mosquitto)', async () => {
  const { url } = await startMosquitto();
  const port = Number(new URL(url).port);
  const data = temporaryFolder();
  const alone = await testSink({ port, data });
  await alone.sink.stop();
  const edge = await testEdge(port);
  const image = await noisyImage();
  const place = { site: 'home', device: 'pi', camera: 'door' };
  await Promise.all(Array.from({ length: 30 }, () => edge.publish(topics.shot(place), image))); // nobody sends it again
  const context = loggedContext();
  // Ten images at once: both ways in wait for room.
  const room = { maxImageBytes: image.length + 1, concurrency: 10 };
  const shared = await testSink({ port, data, settings: { share: 'all', ...room }, context });
  const line = await eventually('it ends the session', () => context.lines.find(({ msg }) => msg.includes('is ended')));
  expect([line.level, line.msg]).toEqual([40, expect.stringContaining('imageSink.clientId')]);
  await eventually('all are stored', () => shared.sink.counts().stored === 30);
  await Promise.all(Array.from({ length: 10 }, (_, seq) => edge.send(sampleShot({ seq }))));
  await edge.untilReceipts(10);

  const came: string[] = [];
  const link = openLink({
    ...{ url, clientId: 'vedette-image-sink', durable: true, subscribe: ['last'] },
    onMessage: async ({ topic }) => void came.push(topic),
    onUp: () => void link.publish('last', ''), // behind what the session has
  });
  onTestFinished(() => link.close(true));
  await eventually('the last has come', () => came.includes('last'));
  expect(came).toEqual(['last']);
});

test('where the broker knows no sharing one of them takes all, and another one follows when it stops', async () => {
  const { port } = await testBroker();
  const { sinks, catalog, ready } = await group(port, 2);
  const [first] = await eventually('one is ready', () => ready().length > 0 && ready());
  const [second] = sinks.filter((one) => one !== first);
  if (!first || !second) throw new Error('there are two');
  const standing = await eventually('the other stands by', () => {
    const state = second.sink.ready();
    return !state.ready && state.reason.startsWith('stands by: cloud ') && state;
  });
  expect(standing.reason).toMatch(/takes the shots$/);

  const edge = await testEdge(port);
  const shots = Array.from({ length: 60 }, (_, seq) => sampleShot({ seq }));
  await Promise.all(shots.slice(0, 30).map(edge.send));
  await edge.untilReceipts(30);
  expect([first.sink.counts().stored, second.sink.counts().stored]).toEqual([30, 0]);

  await first.sink.stop();
  await Promise.all(shots.slice(30).map(edge.send)); // for the session that both have
  await edge.untilReceipts(60);
  expect(second.sink.counts()).toMatchObject({ stored: 30, duplicates: 0 });
  expect((await catalog.shots({ limit: 1_000 })).items).toHaveLength(60);
  expect(second.context.lines.map(({ msg }) => msg).filter((msg) => msg.includes('turn'))).toHaveLength(1);
});

/** The intake of one of several sinks, and the leases that it takes its turn by; `over` changes what it sees of them. */
async function intake(port: number, over: (leases: Leases) => Partial<Leases>) {
  const catalog = await openCatalog(`file:${join(temporaryFolder(), 'catalog.db')}`);
  onTestFinished(() => catalog.close());
  const { leases } = catalog;
  const { log, lines } = loggedContext();
  const link = { url: `mqtt://127.0.0.1:${port}`, clientId: 'sink', subscribe: topics.all.shots };
  const options = { group: 'all', topics, log, device: 'one', leases: { ...leases, ...over(leases) } };
  const one = new Intake({
    ...{ link, log, room: { messages: 1, bytes: 1 } },
    wayIn: new Sharing({
      ...{ ...options, link },
      onMessage: (message) => one.take(message),
      onOver: (reason) => one.drop(reason),
    }),
    work: () => Promise.resolve(),
  });
  const isFree = async () => (await leases.take('image-sink all', 'another', 1)).isOurs;
  return { intake: one, isFree, lines };
}

test('who has the turn and does not get to the broker gives it back', async () => {
  const proxy = await faultProxy((await testBroker()).port);
  let hadIt = false;
  const { intake: cutOff, isFree } = await intake(proxy.port, (leases) => ({
    async take(...asked) {
      const lease = await leases.take(...asked);
      await proxy.refuse();
      hadIt = lease.isOurs;
      return lease;
    },
  }));
  onTestFinished(() => cutOff.stop());
  await eventually('it has its turn, and lost its way', () => hadIt);
  await eventually('another one may take it', isFree);
});

test('a sink stops while the catalog does not answer', async () => {
  const { port } = await testBroker();
  let isSilent = false;
  const silent = new Promise<never>(() => {});
  const { intake: holder } = await intake(port, (leases) => ({
    take: (...asked) => (isSilent ? silent : leases.take(...asked)),
    release: () => silent,
  }));
  await eventually('it has its turn', () => holder.fault === undefined);
  isSilent = true;
  await holder.stop();
  expect(holder.fault).toBe('stopped');
});

test('sinks that take turns by a catalog each are told that they need one', async () => {
  const { port } = await testBroker();
  const start = () =>
    startTestSink({ port, data: temporaryFolder(), settings: { share: 'all' }, context: loggedContext() });
  const sinks = [await start(), await start()];
  const line = await eventually(
    'one says so',
    () => sinks.flatMap(({ context }) => context.lines).find(({ msg }) => msg.startsWith('cut off after each connect')),
    30_000,
  );
  expect(line.msg).toContain('a catalog of its own');
  expect(line.msg).not.toContain('clientId');
}, 40_000);
