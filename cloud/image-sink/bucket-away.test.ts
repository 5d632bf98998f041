import { mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, loggedContext, SAMPLE_JPEG, sampleShot, temporaryFolder, testBroker } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { keysOf, testEdge, testSink, topics } from './sink.testing.ts';

const SLOTS = 3;

/** A sink whose bucket can be taken away and given back, as an unmounted disk is. */
async function rig(drainTimeoutMs = 3_000) {
  const context = loggedContext();
  const { port } = await testBroker({ drainTimeoutMs });
  const data = temporaryFolder();
  const sink = await testSink({ port, data, context, settings: { concurrency: SLOTS } });
  const folder = join(data, 'bucket');
  return {
    ...{ ...sink, port, data, lines: context.lines, edge: await testEdge(port) },
    takeAway() {
      renameSync(folder, `${folder}-away`);
      mkdirSync(folder);
    },
    giveBack() {
      rmdirSync(folder);
      renameSync(`${folder}-away`, folder);
    },
  };
}

test('while the bucket is away nothing is lost, and one line says so', async () => {
  const { sink, bucket, edge, lines, takeAway, giveBack } = await rig();
  const shots = Array.from({ length: 60 }, (_, seq) => sampleShot({ seq }));
  takeAway();
  for (const shot of shots) await edge.send(shot);
  const waiting = await eventually('the sink says that its bucket is away', () => {
    const ready = sink.ready();
    return !ready.ready && ready.reason.includes('bucket') ? ready : undefined;
  });
  expect(waiting.reason).toContain('unmounted');
  expect(edge.receipts).toEqual([]);
  giveBack();
  await edge.untilReceipts(60);
  expect(await keysOf(bucket)).toHaveLength(120);
  // A shot in mid-hand-over when its connection was given up may come twice; each is stored once.
  expect(new Set(edge.receipts.filter(({ outcome }) => outcome === 'stored').map(({ id }) => id)).size).toBe(60);
  await eventually('the sink is ready again', () => sink.ready().ready);
  const told = lines.filter(({ msg }) => msg.includes('the bucket') && !msg.startsWith('stores in'));
  expect(told.map(({ level }) => level)).toEqual([50, 30]);
});

test('while the bucket is away, the broker serves its other clients', async () => {
  // This broker never cuts off a subscriber that does not read: it would wait for it, and all others with it.
  const { edge, port, takeAway } = await rig(600_000);
  const other = await testEdge(port);
  takeAway();
  const image = Buffer.concat([SAMPLE_JPEG, Buffer.alloc(50_000)]);
  for (let seq = 0; seq < 600; seq++) await edge.send(sampleShot({ seq }, image));
  const receipt = { v: 1, id: 'for another', sha256: '', outcome: 'stored', key: '', storedAt: 0 };
  await edge.publish(topics.receipt({ site: 'home', device: 'other' }), JSON.stringify(receipt));
  await eventually('it is passed on', () => other.receiptsOf('for another').length === 1);
});

test('a stop while the bucket is away gives up at once, without receipts; what comes again is stored', async () => {
  const { sink, edge, port, data, takeAway, giveBack } = await rig();
  const shots = Array.from({ length: 10 }, (_, seq) => sampleShot({ seq }));
  takeAway();
  for (const shot of shots) await edge.send(shot);
  await eventually('the sink says that its bucket is away', () => !sink.ready().ready);
  await sink.stop();
  await sink.stop();
  expect(edge.receipts).toEqual([]);
  giveBack();
  const again = await testSink({ port, data });
  for (const shot of shots) await edge.send(shot);
  await eventually('each shot has a receipt', () => shots.every(({ id }) => edge.receiptsOf(id).length > 0));
  expect(again.sink.counts().stored).toBe(10);
  expect(await keysOf(again.bucket)).toHaveLength(20);
});
