import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeShot } from '@vedette/core/message';
import { eventually, hiddenShot, loggedContext, sampleShot, temporaryFolder, testBroker } from '@vedette/core/testing';
import { type Catalog, openCatalog, shotKey } from '@vedette/store';
import { ownPostgres, POSTGRES_ABSENT } from '@vedette/store/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { testEdge, testSink, topics } from './sink.testing.ts';

async function reader(url: string, password?: string): Promise<Catalog> {
  const catalog = await openCatalog(url, { create: false, password });
  onTestFinished(() => catalog.close());
  return catalog;
}

async function rig() {
  const { port } = await testBroker();
  const edge = await testEdge(port);
  const sink = await testSink({ port });
  const catalog = await reader(`file:${join(sink.data, 'catalog.db')}`);
  const described = async (key: string) => JSON.parse((await sink.bucket.get(key))?.toString() ?? '');
  return { edge, port, ...sink, catalog, described };
}

test('when a shot has its receipt, the catalog says of it what the bucket says', async () => {
  const { edge, catalog, described } = await rig();
  const [pictured, hidden] = [sampleShot(), hiddenShot()];
  for (const [i, shot] of [pictured, hidden].entries()) {
    await edge.send(shot);
    await edge.untilReceipts(i + 1);
  }
  expect(await catalog.shot(pictured.id)).toEqual(await described(`${shotKey(pictured)}.json`));
  expect(await catalog.shot(hidden.id)).toEqual(await described(shotKey(hidden)));
  expect((await catalog.shots()).items).toHaveLength(2);
});

test('what a sink stored that died before it wrote it down is in the catalog when it comes again', async () => {
  const { edge, bucket, catalog, metrics } = await rig();
  const shot = sampleShot();
  const said = { ...describeShot(shot), key: shotKey(shot), storedAt: 1_700_000_000_000_000 };
  const options = { contentType: 'image/jpeg', describe: () => JSON.stringify(said) };
  await bucket.putIfAbsent(shotKey(shot), shot.image.data, options);
  await edge.send(shot);
  await edge.untilReceipts(1);
  expect(edge.receipts).toMatchObject([{ outcome: 'duplicate' }]);
  expect(await catalog.shot(shot.id)).toEqual(said);
  await edge.send(shot);
  await edge.untilReceipts(2);
  expect(await metrics.metrics()).toContain('vedette_sink_catalogued_total{outcome="added"} 1');
  expect(await metrics.metrics()).toContain('vedette_sink_catalogued_total{outcome="present"} 1');
});

test('a shot whose object is gone is stored in the layout of now, and the catalog says where', async () => {
  const { edge, bucket, catalog, port, data, sink, described } = await rig();
  const shot = sampleShot();
  await edge.send(shot);
  await edge.untilReceipts(1);
  await sink.stop();
  await bucket.remove(shotKey(shot));
  const { metrics } = await testSink({ port, data, settings: { key: 'seed' } });
  await edge.send(shot);
  await edge.untilReceipts(2);
  const key = edge.receipts[1]?.key ?? '';
  expect(edge.receipts[1]?.outcome).toBe('stored');
  expect(key).not.toBe(shotKey(shot));
  expect(await catalog.shot(shot.id)).toEqual(await described(`${key}.json`));
  expect((await catalog.cameras()).map(({ shots }) => shots)).toEqual([1]);
  expect(await metrics.metrics()).toContain('vedette_sink_catalogued_total{outcome="moved"} 1');
});

test('a sink whose catalog is empty, and whose bucket is not, says what is to be done', async () => {
  const { port } = await testBroker();
  const edge = await testEdge(port);
  const data = temporaryFolder();
  const warnings = async () => {
    const context = loggedContext();
    const { sink } = await testSink({ port, data, context });
    return { sink, said: context.lines.filter(({ level }) => level >= 40).map(({ msg }) => msg) };
  };
  const first = await warnings();
  await edge.publish(topics.shot(sampleShot()), 'no shot');
  await edge.untilReceipts(1);
  await first.sink.stop();
  const second = await warnings(); // there is something in the bucket, and no shot
  await edge.send(sampleShot());
  await edge.untilReceipts(2);
  await second.sink.stop();
  const third = await warnings();
  await third.sink.stop();
  rmSync(join(data, 'catalog.db'));
  const fourth = await warnings();
  expect([first.said, second.said, third.said]).toEqual([[], [], []]);
  expect(fourth.said).toEqual([expect.stringMatching(/shots in the bucket and none in the catalog.*vedette reindex/)]);
});

test('a description that no catalog takes is counted, and holds up no receipt', async () => {
  const { edge, bucket, catalog, metrics, sink } = await rig();
  const shot = sampleShot();
  const options = { contentType: 'image/jpeg', describe: () => '{"mood":"merry"}' };
  await bucket.putIfAbsent(shotKey(shot), shot.image.data, options);
  await edge.send(shot);
  await edge.untilReceipts(1);
  expect(edge.receipts).toMatchObject([{ outcome: 'duplicate', key: shotKey(shot) }]);
  expect((await catalog.shots()).items).toEqual([]);
  expect(await metrics.metrics()).toContain('vedette_sink_catalogued_total{outcome="refused"} 1');
  expect(sink.ready()).toEqual({ ready: true });
});

describe.skipIf(POSTGRES_ABSENT)(`the catalog is a server's${POSTGRES_ABSENT}`, () => {
  const server = ownPostgres();

  test('while it is away nothing is lost or receipted, one line says so, and then all is there', async () => {
    const url = server.urlOf(await server.newDatabase());
    const context = loggedContext();
    const { port } = await testBroker();
    const edge = await testEdge(port);
    const { sink } = await testSink({ port, context, catalog: { url }, settings: { concurrency: 5 } });
    await edge.send(sampleShot());
    await edge.untilReceipts(1);

    await server.stop();
    const shots = Array.from({ length: 40 }, (_, seq) => sampleShot({ seq }));
    for (const shot of shots) await edge.send(shot);
    const waiting = await eventually('the sink says that its catalog is away', () => {
      const ready = sink.ready();
      return !ready.ready && ready;
    });
    expect(waiting.reason).toContain('catalog');
    expect(waiting.reason).not.toContain(encodeURIComponent(new URL(url).password));
    expect(edge.receipts).toHaveLength(1);

    await server.start();
    await eventually('each has its receipt', () => shots.every(({ id }) => edge.receiptsOf(id).length > 0), 30_000);
    const { items } = await (await reader(url)).shots({ limit: 1_000 });
    expect(items).toHaveLength(41);
    await eventually('the sink is ready again', () => sink.ready().ready);
    const told = context.lines.filter(({ msg }) => msg.includes('the catalog'));
    expect(told.map(({ level }) => level)).toEqual([50, 30]);
  }, 60_000);

  test('a sink that starts while it is away waits for it', async () => {
    const url = server.urlOf(await server.newDatabase());
    await server.stop();
    const { port } = await testBroker();
    const edge = await testEdge(port);
    const context = loggedContext();
    const starting = testSink({ port, context, catalog: { url } });
    await eventually('the sink says so', () => context.lines.some(({ msg }) => msg.includes('nothing listens there')));
    await server.start();
    await starting;
    await edge.send(sampleShot());
    await edge.untilReceipts(1);
    expect((await (await reader(url)).shots()).items).toHaveLength(1);
  }, 60_000);
});
