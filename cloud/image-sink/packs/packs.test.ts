import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, hiddenShot, loggedContext, sampleShot, temporaryFolder, testBroker } from '@vedette/core/testing';
import { type Catalog, openBucket, openCatalog, parseKeyTemplate, Reindex } from '@vedette/store';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { keysOf, noisyImage, reducedOf, testEdge, testSink } from '../sink.testing.ts';

const PACKS = { packs: { maxSeconds: 0.3 } };

async function rig() {
  const { port } = await testBroker();
  const data = temporaryFolder();
  const edge = await testEdge(port);
  const open = (settings: Readonly<Record<string, unknown>> = PACKS) => testSink({ port, data, settings });
  return { data, edge, open };
}

function packsIn(data: string): unknown[] {
  return readdirSync(join(data, 'bucket'), { recursive: true }).filter((file) => String(file).endsWith('.tar'));
}

async function catalogOf(data: string): Promise<Catalog> {
  const catalog = await openCatalog(`file:${join(data, 'catalog.db')}`);
  onTestFinished(() => catalog.close());
  return catalog;
}

test('sinks of packs that have a catalog each say so', async () => {
  const { data, open } = await rig();
  const { port } = await testBroker();
  const start = async (catalog: string, bucket: string) => {
    const context = loggedContext('warn');
    const url = `file:${join(data, catalog)}`;
    await testSink({ port, data, context, catalog: { url }, settings: { ...PACKS, clientId: catalog, bucket } });
    return context.lines.map(({ msg }) => msg);
  };
  await open();
  const [own, other] = [`file:${join(data, 'bucket')}`, `file:${join(data, 'other')}`];
  expect(await start('catalog.db', own)).toEqual([]);
  expect(await start('other.db', other)).toEqual([]);
  expect(await start('other.db', own)).toEqual([expect.stringContaining('share one')]);
});

test('shots of a camera come into few objects, and each has its receipt, its key and its row', async () => {
  const { data, edge, open } = await rig();
  const { bucket } = await open();
  const shots = Array.from({ length: 40 }, (_, seq) => (seq % 5 === 0 ? hiddenShot({ seq }) : sampleShot({ seq })));
  await Promise.all(shots.map((shot) => edge.send(shot)));
  await edge.untilReceipts(shots.length);
  expect(packsIn(data).length).toBeLessThan(10);
  const catalog = await catalogOf(data);
  const keys: string[] = [];
  for (const shot of shots) {
    const [receipt] = edge.receiptsOf(shot.id);
    const key = receipt?.key ?? '';
    expect(receipt).toMatchObject({ outcome: 'stored', key: expect.stringContaining('.tar/') });
    const json = await bucket.get(shot.image ? `${key}.json` : key);
    expect(await catalog.shot(shot.id)).toEqual(JSON.parse(json?.toString() ?? ''));
    if (shot.image) expect(await bucket.get(key)).toEqual(shot.image.data);
    keys.push(key);
  }
  expect(await keysOf(bucket)).toEqual(keys.toSorted());
});

test('what comes again, at once or later, with a smaller image or as another shot, is told by what is stored', async () => {
  const { data, edge, open } = await rig();
  const first = await open();
  const image = await noisyImage();
  const shot = sampleShot({}, image);
  const smaller = reducedOf(shot, 40, await sharp(image).jpeg({ quality: 40 }).toBuffer());
  const other = { ...sampleShot(), id: shot.id };
  await Promise.all([shot, shot, smaller, other].map((one) => edge.send(one)));
  await edge.untilReceipts(4);
  await first.sink.stop();
  const { bucket } = await open();
  await Promise.all([shot, other].map((one) => edge.send(one)));
  await edge.untilReceipts(6);
  const outcomes = edge.receipts.map(({ outcome, reason }) => reason ?? outcome).toSorted();
  expect(outcomes).toEqual(['conflict', 'conflict', 'duplicate', 'duplicate', 'duplicate', 'stored']);
  const stored = edge.receipts.filter(({ outcome }) => outcome !== 'rejected');
  expect(new Set(stored.map(({ key }) => key)).size).toBe(1);
  expect(packsIn(data)).toHaveLength(1);
  expect(await bucket.get(stored[0]?.key ?? '')).toEqual(image);
});

test('what was stored by itself stays where it is, and what is too large for a pack is stored by itself', async () => {
  const { data, edge, open } = await rig();
  const before = await open({});
  const [old, large] = [sampleShot(), sampleShot({}, await noisyImage())];
  await edge.send(old);
  await edge.untilReceipts(1);
  await before.sink.stop();
  await open({ packs: { maxSeconds: 0.3, maxBytes: 8_000 } });
  await Promise.all([edge.send(old), edge.send(large), edge.send(large)]);
  await edge.untilReceipts(4);
  expect(edge.receipts.map(({ outcome }) => outcome).toSorted()).toEqual([
    'duplicate',
    'duplicate',
    'stored',
    'stored',
  ]);
  for (const { key } of edge.receipts) expect(key).not.toContain('.tar');
  expect(packsIn(data)).toEqual([]);
});

test('a sink that stops stores what it has collected before', async () => {
  const { edge, open } = await rig();
  const { sink, bucket, metrics } = await open({ packs: { maxSeconds: 12 } });
  const shots = [sampleShot(), sampleShot({ camera: 'gate' })];
  await Promise.all(shots.map((shot) => edge.send(shot)));
  await eventually('both are in work', async () => (await metrics.metrics()).includes('vedette_sink_in_work 2'));
  await sink.stop();
  await edge.untilReceipts(2);
  expect(await keysOf(bucket)).toHaveLength(2);
});

test('a shot whose pack was removed from the bucket is stored again', async () => {
  const { data, edge, open } = await rig();
  const { bucket } = await open();
  const shot = sampleShot();
  await edge.send(shot);
  await edge.untilReceipts(1);
  const [{ key = '' } = {}] = edge.receipts;
  rmSync(join(data, 'bucket', key.replace(/\.tar.*/, '.tar')));
  await edge.send(shot);
  await edge.untilReceipts(2);
  expect(edge.receipts[1]).toMatchObject({ outcome: 'stored' });
  expect(await keysOf(bucket)).toEqual([edge.receipts[1]?.key]);
});

test('a catalog that is lost is made again from the packs', async () => {
  const { data, edge, open } = await rig();
  const { sink } = await open();
  const shots = Array.from({ length: 30 }, (_, seq) =>
    (seq % 7 === 0 ? hiddenShot : sampleShot)({ seq, camera: `c${seq % 3}` }),
  );
  await Promise.all(shots.map((shot) => edge.send(shot)));
  await edge.untilReceipts(shots.length);
  await sink.stop();
  const all = async (catalog: Catalog) => (await catalog.shots({ limit: 1_000 })).items;
  const before = await all(await catalogOf(data));
  const catalog = await openCatalog(`file:${join(data, 'another.db')}`);
  onTestFinished(() => catalog.close());
  const bucket = await openBucket(`file:${join(data, 'bucket')}`);
  const reindex = new Reindex({ bucket, catalog });
  await reindex.run();
  expect(reindex.counts).toMatchObject({ objects: shots.length, added: shots.length });
  expect(await all(catalog)).toEqual(before);
});

test('a pack holds shots of one hour, so that a listing by the hour finds them, whatever the layout', async () => {
  const { edge, open } = await rig();
  const key = '{site}/{device}/{camera}/{time}-{id}.{ext}';
  const { bucket } = await open({ ...PACKS, key });
  const place = { site: 'home', device: 'pi', camera: 'door' };
  const hour = Date.UTC(2026, 10, 20, 22) * 1_000;
  const shots = [-2, 3, -1, 0, 1, 2].map((seconds, seq) =>
    sampleShot({ ...place, seq, at: hour + seconds * 1_000_000 }),
  );
  await Promise.all(shots.map((shot) => edge.send(shot)));
  await edge.untilReceipts(shots.length);
  const listed = async (at: number) => {
    const [prefix = ''] = parseKeyTemplate(key).prefixes(place, at);
    return (await keysOf(bucket, prefix)).map((one) => one.slice(-40, -4)).sort();
  };
  const idsOf = (isThen: (at: number) => boolean) =>
    shots
      .filter(({ at }) => isThen(at))
      .map(({ id }) => id)
      .sort();
  expect(await listed(hour)).toEqual(idsOf((at) => at >= hour));
  expect(await listed(hour - 1)).toEqual(idsOf((at) => at < hour));
});
