import { dirname, join } from 'node:path';
import { encodeShot, nowMicros, type Shot } from '@vedette/core/message';
import { CountedLog } from '@vedette/core/observe';
import { loggedContext, sampleShot, temporaryFolder, testBroker } from '@vedette/core/testing';
import { openBucket, openCatalog, openTombstones, parseKeyTemplate, shotKey, writeTombstone } from '@vedette/store';
import { expect, onTestFinished, test } from 'vitest';
import { imageSinkSchema } from './config.ts';
import { takeBack } from './erased.ts';
import { Judge } from './judge.ts';
import { objectKeeper } from './object-keeper.ts';
import { PackKeeper } from './packs/pack-keeper.ts';
import { Patience } from './patience.ts';
import { keysOf, testEdge, testSink, topics } from './sink.testing.ts';
import { SinkMeter } from './sink-meter.ts';
import { workOn } from './sink-work.ts';

const ruleFor = (session: string) => ({ v: 1, session, erasedAt: nowMicros() }) as const;
const messageOf = (shot: Shot, topic = topics.shot(shot)) => ({ topic, payload: encodeShot(shot), retain: false });

test('what was erased is refused, and nothing of it is kept; what was not is stored', async () => {
  const { port } = await testBroker();
  const edge = await testEdge(port);
  const data = temporaryFolder();
  const bucket = await openBucket(`file:${join(data, 'bucket')}`);
  onTestFinished(() => bucket.close());
  await writeTombstone(bucket, ruleFor('erased'));
  const { sink } = await testSink({ port, data });
  const [gone, other] = [sampleShot({ session: 'erased' }), sampleShot({ session: 'another' })];
  for (const shot of [gone, other]) await edge.send(shot);
  await edge.publish(topics.shot({ ...gone, camera: 'elsewhere' }), encodeShot(gone)); // to be put aside otherwise
  await edge.untilReceipts(3);
  for (const receipt of edge.receiptsOf(gone.id)) {
    expect(receipt).toMatchObject({ outcome: 'rejected', reason: 'erased', key: '', sha256: gone.image.sha256 });
  }
  expect(edge.receiptsOf(other.id)).toMatchObject([{ outcome: 'stored' }]);
  expect(await keysOf(bucket)).toEqual([
    shotKey(other),
    `${shotKey(other)}.json`,
    expect.stringMatching(/^tombstones/),
  ]);
  expect(sink.counts()).toEqual({ stored: 1, duplicates: 0, rejected: 2 });
});

async function openAgain(data: string) {
  const bucket = await openBucket(`file:${join(data, 'bucket')}`);
  onTestFinished(() => bucket.close());
  return bucket;
}

/** Work on messages without a broker, with a bucket and a catalog of its own. */
async function rig() {
  const data = temporaryFolder();
  const bucket = await openAgain(data);
  const catalog = await openCatalog(`file:${join(data, 'catalog.db')}`);
  onTestFinished(() => catalog.close());
  const { log, metrics } = loggedContext();
  const said: string[] = [];
  const counted = new CountedLog((line) => log.warn(line));
  const giveUp = new AbortController().signal;
  const common = { log, signal: giveUp, onChange() {} };
  const options = {
    ...{
      bucket,
      catalog,
      topics,
      log,
      hooks: {},
      rejections: counted,
      refusals: counted,
      failures: counted,
      unlisted: counted,
      giveUp,
    },
    tombstones: openTombstones(bucket, { freshMs: 0 }),
    keeper: objectKeeper(bucket, parseKeyTemplate('default')),
    patience: new Patience({ what: 'bucket', ...common }),
    catalogPatience: new Patience({ what: 'catalog', ...common }),
    judge: new Judge(topics, imageSinkSchema.parse({})),
    meter: new SinkMeter(metrics),
    books: { count() {} },
    send: (_topic: string, payload: string) => void said.push(JSON.parse(payload)),
  };
  return { ...options, options, data, said };
}

test('what is erased while it is stored is taken back', async () => {
  const { options, bucket, catalog, keeper, said } = await rig();
  const shot = sampleShot();
  await workOn(messageOf(shot), {
    ...options,
    keeper: {
      ...keeper,
      async keep(...what) {
        const kept = await keeper.keep(...what);
        await writeTombstone(bucket, ruleFor(shot.session));
        return kept;
      },
    },
  });
  expect(said).toMatchObject([{ id: shot.id, outcome: 'rejected', reason: 'erased' }]);
  expect(await keysOf(bucket)).toEqual([expect.stringMatching(/^tombstones/)]);
  expect(await catalog.shot(shot.id)).toBeUndefined();
});

test('what is erased while it is put aside is removed again', async () => {
  const { options, bucket, said } = await rig();
  const shot = sampleShot();
  await workOn(messageOf(shot, topics.shot({ ...shot, camera: 'elsewhere' })), {
    ...options,
    bucket: {
      ...bucket,
      async putIfAbsent(...what) {
        const outcome = await bucket.putIfAbsent(...what);
        await writeTombstone(bucket, ruleFor(shot.session));
        return outcome;
      },
    },
  });
  expect(said).toMatchObject([{ id: shot.id, outcome: 'rejected', reason: 'erased', key: '' }]);
  expect(await keysOf(bucket)).toEqual([expect.stringMatching(/^tombstones/)]);
});

test('what several sinks take back from one pack at once stays gone', async () => {
  const { options, data, bucket, catalog } = await rig();
  const shots = Array.from({ length: 3 }, (_, seq) => sampleShot({ seq }));
  const packs = { maxBytes: 100_000_000, maxSeconds: 1 };
  const template = parseKeyTemplate('default');
  const keeper = new PackKeeper({ ...packs, bucket, catalog, template, log: options.log });
  const kept = await Promise.all(shots.map((shot) => keeper.keep(shot)));
  await keeper.close();
  expect(new Set(kept.map((one) => one !== 'conflict' && dirname(one.key))).size).toBe(1);
  await Promise.all(
    kept.map(async (one, i) => {
      if (one === 'conflict') throw new Error('nothing else is there');
      await takeBack(one, shots[i] as Shot, { ...options, bucket: await openAgain(data) });
    }),
  );
  expect(await keysOf(await openAgain(data))).toEqual([]);
});

test.each(['an object of its own', 'a pack'])(
  'what a killed sink has left in %s goes when it is refused',
  async (where) => {
    const { options, bucket, catalog, said } = await rig();
    const packs = { maxBytes: 1_000_000, maxSeconds: 1, bucket, catalog, template: parseKeyTemplate('default') };
    const keeper = where === 'a pack' ? new PackKeeper({ ...packs, log: options.log }) : options.keeper;
    const [shot, other] = [sampleShot({ session: 'erased' }), sampleShot({ session: 'another' })];
    const keeping = Promise.all([shot, other].map((one) => keeper.keep(one)));
    await keeper.close();
    const key = (await keeping).flatMap((kept) => (kept === 'conflict' ? [] : kept.key))[1];
    const tombstone = await writeTombstone(bucket, ruleFor(shot.session));
    await workOn(messageOf(shot), { ...options, keeper });
    expect(said).toMatchObject([{ id: shot.id, outcome: 'rejected', reason: 'erased' }]);
    expect(await keysOf(bucket)).toEqual(expect.arrayContaining([key, tombstone]));
    expect(await keysOf(bucket)).not.toContainEqual(expect.stringContaining(shot.id));
  },
);

test('what another one has stored under the id of an erased shot stays', async () => {
  const { options, bucket } = await rig();
  const shot = sampleShot();
  await workOn(messageOf(shot), options);
  const before = await keysOf(bucket);
  const tombstone = await writeTombstone(bucket, ruleFor('erased'));
  await workOn(messageOf({ ...shot, session: 'erased' }), options);
  expect(await keysOf(bucket)).toEqual([...before, tombstone]);
});

test('what cannot be read as a shot, and says when and where it was captured, is refused too', async () => {
  const { options, bucket, said } = await rig();
  const shot = sampleShot();
  const { session: _, ...rest } = shot;
  const tombstone = await writeTombstone(bucket, { v: 1, device: shot.device, erasedAt: nowMicros() });
  await workOn(messageOf(rest as Shot, topics.shot(shot)), options);
  expect(said).toMatchObject([{ id: shot.id, outcome: 'rejected', reason: 'erased', key: '' }]);
  expect(await keysOf(bucket)).toEqual([tombstone]);
});
