import { encodeShot, namePayload } from '@vedette/core/message';
import { hiddenShot, sampleShot, testBroker } from '@vedette/core/testing';
import { shotKey } from '@vedette/store';
import { expect, test } from 'vitest';
import { keysOf, testEdge, testSink, topics } from './sink.testing.ts';

async function rig() {
  const { port } = await testBroker();
  const edge = await testEdge(port);
  return { edge, ...(await testSink({ port })) };
}

test('of a shot without an image the description is the object, and then there is a receipt', async () => {
  const { edge, bucket, sink, metrics } = await rig();
  const shot = hiddenShot();
  await edge.send(shot);
  await edge.untilReceipts(1);
  const key = shotKey(shot);
  const { sha256 } = namePayload(encodeShot(shot));
  expect(edge.receipts[0]).toMatchObject({ v: 1, id: shot.id, sha256, outcome: 'stored', key });
  expect(await keysOf(bucket)).toEqual([key]);
  const stored = JSON.parse((await bucket.get(key))?.toString() ?? '');
  expect(stored).toEqual({ ...shot, key, storedAt: expect.any(Number) });
  expect(stored.storedAt).toBeLessThanOrEqual(edge.receipts[0]?.storedAt ?? 0);
  expect(sink.counts()).toEqual({ stored: 1, duplicates: 0, rejected: 0 });
  expect(await metrics.metrics()).toContain('vedette_sink_stored_bytes_total 0');
});

test('the same once more is a duplicate, however its fields are ordered', async () => {
  const { edge, bucket, sink } = await rig();
  const shot = hiddenShot();
  const otherwise = Object.fromEntries(Object.entries(shot).reverse()) as typeof shot;
  await edge.send(shot);
  await edge.untilReceipts(1);
  await edge.send(otherwise);
  await edge.untilReceipts(2);
  const { sha256 } = namePayload(encodeShot(otherwise));
  expect(edge.receipts[1]).toMatchObject({ id: shot.id, sha256, outcome: 'duplicate', key: shotKey(shot) });
  expect(edge.receipts[1]?.sha256).not.toBe(edge.receipts[0]?.sha256);
  expect(await keysOf(bucket)).toHaveLength(1);
  expect(sink.counts()).toEqual({ stored: 1, duplicates: 1, rejected: 0 });
});

test('another one under its id is put aside, and the stored one stays', async () => {
  const { edge, bucket } = await rig();
  const shot = hiddenShot();
  await edge.send(shot);
  await edge.untilReceipts(1);
  const before = await bucket.get(shotKey(shot));
  const other = { ...shot, score: 0.5 };
  await edge.send(other);
  await edge.untilReceipts(2);
  expect(edge.receipts[1]).toMatchObject({ id: shot.id, outcome: 'rejected', reason: 'conflict' });
  expect(await bucket.get(edge.receipts[1]?.key ?? '')).toEqual(encodeShot(other));
  expect(await bucket.get(shotKey(shot))).toEqual(before);
});

test('what lies under its key and is no description of it makes no duplicate', async () => {
  const { edge, bucket } = await rig();
  for (const lying of ['', 'no JSON', 'null', '[]', '{"v":1}']) {
    const shot = hiddenShot();
    await bucket.putIfAbsent(shotKey(shot), Buffer.from(lying), { contentType: 'application/json' });
    await edge.send(shot);
    await edge.untilReceipts(1);
    expect(edge.receipts.pop()).toMatchObject({ id: shot.id, outcome: 'rejected', reason: 'conflict' });
  }
});

test('an image that is missing without a word was lost, and is put aside', async () => {
  const { edge } = await rig();
  const { image: _, ...shot } = sampleShot();
  await edge.publish(topics.shot(shot), encodeShot(shot));
  await edge.untilReceipts(1);
  expect(edge.receipts[0]).toMatchObject({ id: shot.id, outcome: 'rejected', reason: 'schema' });
});
