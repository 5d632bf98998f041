import { checkShot, describeShot, type Pictured } from '@vedette/core/message';
import { eventually, SAMPLE_JPEG, sampleShot, testBroker } from '@vedette/core/testing';
import { type Bucket, shotKey } from '@vedette/store';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { keysOf, noisyImage, reducedOf, testEdge, testSink } from './sink.testing.ts';

async function descriptionOf(bucket: Bucket, key: string) {
  return JSON.parse((await bucket.get(`${key}.json`))?.toString() ?? '');
}

/** An image that differs from the original's behind its end, and says that it was made of it. */
function labelled(quality: number): Pictured {
  return reducedOf(original, quality, Buffer.concat([SAMPLE_JPEG, Buffer.from(`at quality ${quality}`)]));
}

const original = sampleShot();
const [half, less] = [50, 30].map(labelled) as [Pictured, Pictured];

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
  expect(await descriptionOf(bucket, shotKey(first))).toMatchObject(describeShot(first));
  expect(sink.counts()).toEqual({ stored: 1, duplicates: 1, rejected: 0 });
});

test('an image that was made of another picture is a conflict', async () => {
  const { port } = await testBroker();
  const { bucket } = await testSink({ port });
  const edge = await testEdge(port);
  const other = sampleShot({ id: original.id }, Buffer.concat([SAMPLE_JPEG, Buffer.from('another picture')]));
  await edge.send(original);
  await edge.untilReceipts(1);
  await edge.send(reducedOf(other, 50, Buffer.from(half.image.data)));
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

/** A shot of a noisy picture, and the same made smaller as the forwarder does. */
async function realReductions() {
  const whole = sampleShot({}, await noisyImage());
  const smaller = async (quality: number, width: number) =>
    reducedOf(whole, quality, await sharp(whole.image.data).resize({ width }).jpeg({ quality }).toBuffer());
  return { whole, half: await smaller(50, 160), less: await smaller(30, 79) };
}

const { whole, half: smaller, less: least } = await realReductions();

test.each([
  ['an original, then a smaller one', whole, smaller, whole.image],
  ['a smaller one, then the original', smaller, whole, smaller.image],
  ['two smaller ones', least, smaller, least.image],
  ['a smaller one, and then the same', least, least, least.image],
])(
  '%s, and the sink died before it described the first: what is stored is described',
  async (_, first, second, image) => {
    const { port } = await testBroker();
    const { bucket } = await testSink({ port });
    const edge = await testEdge(port);
    const key = shotKey(first);
    await bucket.putIfAbsent(key, first.image.data, { contentType: first.image.type });
    await edge.send(second);
    await edge.untilReceipts(1);
    expect(edge.receipts).toMatchObject([{ outcome: 'duplicate', key, sha256: second.image.sha256 }]);
    expect(await bucket.get(key)).toEqual(first.image.data);
    const { storedAt: _storedAt, key: said, image: found, ...shot } = await descriptionOf(bucket, key);
    const { data, reduced, ...facts } = image;
    expect(found).toMatchObject({ ...facts, bytes: data.length, ...(reduced && { reduced: { from: reduced.from } }) });
    expect('reduced' in found).toBe(reduced !== undefined);
    expect(said).toBe(key);
    const { bytes: _bytes, ...header } = found;
    expect(checkShot({ ...shot, image: { ...header, data } }), 'it can be replayed').toMatchObject({ type: 'shot' });
  },
);

test('an image that nothing describes and that cannot have been made of the shot is a conflict', async () => {
  const { port } = await testBroker();
  const { bucket } = await testSink({ port });
  const edge = await testEdge(port);
  const otherShape = await sharp(whole.image.data).resize(100, 100, { fit: 'fill' }).jpeg({ quality: 30 }).toBuffer();
  const larger = await sharp(whole.image.data).jpeg({ quality: 100 }).toBuffer();
  for (const stored of [otherShape, larger, Buffer.from('no image')]) {
    const shot = sampleShot({}, whole.image.data as Buffer);
    await bucket.putIfAbsent(shotKey(shot), stored, { contentType: 'image/jpeg' });
    await edge.send(shot);
    await eventually('it has a receipt', () => edge.receiptsOf(shot.id).length > 0);
    expect(edge.receiptsOf(shot.id)).toMatchObject([{ outcome: 'rejected', reason: 'conflict' }]);
    expect(await bucket.get(`${shotKey(shot)}.json`)).toBeUndefined();
  }
});
