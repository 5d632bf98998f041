import { createHash } from 'node:crypto';
import { describeShot, type Shot } from '@vedette/core/message';
import { SAMPLE_JPEG, sampleShot, testBroker } from '@vedette/core/testing';
import { shotKey } from '@vedette/store';
import { expect, test } from 'vitest';
import { keysOf, testEdge, testSink } from './sink.testing.ts';

/** The same shot with another image, which says that it was made of the shot's. */
function reducedOf(shot: Shot, quality: number): Shot {
  const data = Buffer.concat([SAMPLE_JPEG, Buffer.from(`at quality ${quality}`)]);
  const { sha256, width, height } = shot.image;
  const from = { sha256, width, height, bytes: shot.image.data.length };
  const image = { ...shot.image, data, sha256: createHash('sha256').update(data).digest('hex') };
  return { ...shot, image: { ...image, reduced: { from, quality } } };
}

const original = sampleShot();
const [half, less] = [50, 30].map((quality) => reducedOf(original, quality)) as [Shot, Shot];

test.each([
  ['an original, then a reduced one', original, half],
  ['a reduced one, then the original', half, original],
  ['two that were reduced differently', half, less],
])('%s: one object, which stays as it was, and the second is a duplicate', async (_, first, second) => {
  const { port } = await testBroker();
  const { bucket, sink } = await testSink({ port });
  const edge = await testEdge(port);
  await edge.send(first);
  await edge.untilReceipts(1);
  await edge.send(second);
  await edge.untilReceipts(2);
  expect(edge.receipts.map(({ outcome }) => outcome)).toEqual(['stored', 'duplicate']);
  expect(edge.receipts[1]).toMatchObject({ sha256: second.image.sha256, key: shotKey(first) });
  expect(await keysOf(bucket)).toEqual([shotKey(first), `${shotKey(first)}.json`]);
  expect(await bucket.get(shotKey(first))).toEqual(first.image.data);
  const description = JSON.parse((await bucket.get(`${shotKey(first)}.json`))?.toString() ?? '');
  expect(description).toMatchObject(describeShot(first));
  expect(sink.counts()).toEqual({ stored: 1, duplicates: 1, rejected: 0 });
});

test('an image that was made of another picture is a conflict', async () => {
  const { port } = await testBroker();
  const { bucket } = await testSink({ port });
  const edge = await testEdge(port);
  const other = sampleShot({ id: original.id }, Buffer.concat([SAMPLE_JPEG, Buffer.from('another picture')]));
  await edge.send(original);
  await edge.untilReceipts(1);
  await edge.send(reducedOf(other, 50));
  await edge.untilReceipts(2);
  expect(edge.receipts[1]).toMatchObject({ outcome: 'rejected', reason: 'conflict' });
  expect(await bucket.get(shotKey(original))).toEqual(SAMPLE_JPEG);
});

test.each(['{}', 'no JSON', '{"image":{"sha256":"of another image","reduced":{"from":{"sha256":"it"}}}}'])(
  'a description that proves nothing (%s) makes no duplicate of a conflict',
  async (description) => {
    const { port } = await testBroker();
    const { bucket } = await testSink({ port });
    const edge = await testEdge(port);
    await bucket.putIfAbsent(shotKey(half), half.image.data, {
      contentType: 'image/jpeg',
      describe: () => description,
    });
    await edge.send(original);
    await edge.untilReceipts(1);
    expect(edge.receipts[0]).toMatchObject({ outcome: 'rejected', reason: 'conflict' });
  },
);
