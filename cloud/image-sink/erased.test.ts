import { join } from 'node:path';
import { encodeShot, nowMicros } from '@vedette/core/message';
import { CountedLog } from '@vedette/core/observe';
import { loggedContext, sampleShot, temporaryFolder, testBroker } from '@vedette/core/testing';
import { openBucket, openCatalog, openTombstones, parseKeyTemplate, shotKey, writeTombstone } from '@vedette/store';
import { expect, onTestFinished, test } from 'vitest';
import { imageSinkSchema } from './config.ts';
import { Judge } from './judge.ts';
import { objectKeeper } from './object-keeper.ts';
import { Patience } from './patience.ts';
import { keysOf, testEdge, testSink, topics } from './sink.testing.ts';
import { SinkMeter } from './sink-meter.ts';
import { workOn } from './sink-work.ts';

const ruleFor = (session: string) => ({ v: 1, session, erasedAt: nowMicros() }) as const;

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

test('what is erased while it is stored is taken back', async () => {
  const data = temporaryFolder();
  const bucket = await openBucket(`file:${join(data, 'bucket')}`);
  const catalog = await openCatalog(`file:${join(data, 'catalog.db')}`);
  onTestFinished(() => bucket.close());
  onTestFinished(() => catalog.close());
  const { log, metrics } = loggedContext();
  const keeper = objectKeeper(bucket, parseKeyTemplate('default'));
  const said: string[] = [];
  const counted = new CountedLog((line) => log.warn(line));
  const common = { log, signal: new AbortController().signal, onChange() {} };
  const shot = sampleShot();
  const message = { topic: topics.shot(shot), payload: encodeShot(shot), retain: false };
  await workOn(message, {
    ...{ bucket, catalog, topics, log, hooks: {}, rejections: counted, failures: counted, unlisted: counted },
    tombstones: openTombstones(bucket, { freshMs: 0 }),
    keeper: {
      ...keeper,
      async keep(...what) {
        const kept = await keeper.keep(...what);
        await writeTombstone(bucket, ruleFor(shot.session));
        return kept;
      },
    },
    patience: new Patience({ what: 'bucket', ...common }),
    catalogPatience: new Patience({ what: 'catalog', ...common }),
    judge: new Judge(topics, imageSinkSchema.parse({})),
    meter: new SinkMeter(metrics),
    giveUp: common.signal,
    books: { count() {} },
    send: (_topic, payload) => said.push(JSON.parse(payload)),
  });
  expect(said).toMatchObject([{ id: shot.id, outcome: 'rejected', reason: 'erased' }]);
  expect(await keysOf(bucket)).toEqual([expect.stringMatching(/^tombstones/)]);
  expect(await catalog.shot(shot.id)).toBeUndefined();
});
