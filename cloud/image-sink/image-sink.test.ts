import { describeShot, encodeShot, payloadId, type Shot } from '@vedette/core/message';
import { eventually, SAMPLE_JPEG, sampleShot, testBroker } from '@vedette/core/testing';
import { deadLetterKey, shotKey } from '@vedette/store';
import { expect, test } from 'vitest';
import { ALIAS, keysOf, testEdge, testSink, topics } from './sink.testing.ts';

async function rig(settings: Record<string, unknown> = {}) {
  const { port } = await testBroker();
  const edge = await testEdge(port);
  return { port, edge, ...(await testSink({ port, settings })) };
}

test('a shot becomes an object with its description, and then there is a receipt', async () => {
  const { edge, bucket, sink } = await rig();
  const shot = sampleShot();
  await edge.send(shot);
  await edge.untilReceipts(1);
  const key = shotKey(shot);
  expect(edge.receipts[0]).toMatchObject({ v: 1, id: shot.id, sha256: shot.image.sha256, outcome: 'stored', key });
  expect(await bucket.get(key)).toEqual(SAMPLE_JPEG);
  const description = JSON.parse((await bucket.get(`${key}.json`))?.toString() ?? '');
  expect(description).toEqual({ ...describeShot(shot), key, storedAt: expect.any(Number) });
  expect(description.storedAt).toBeLessThanOrEqual(edge.receipts[0]?.storedAt ?? 0);
  expect(await keysOf(bucket)).toEqual([key, `${key}.json`]);
  expect(sink.counts()).toEqual({ stored: 1, duplicates: 0, rejected: 0 });
});

test('the same shot twice is one object and two receipts', async () => {
  const { edge, bucket, sink, kept } = await rig();
  const shot = sampleShot();
  await edge.send(shot);
  await edge.untilReceipts(1);
  await edge.send(shot);
  await edge.untilReceipts(2);
  const key = shotKey(shot);
  expect(kept).toEqual(['stored', 'duplicate'].map((outcome) => ({ id: shot.id, key, outcome })));
  expect(edge.receipts.map(({ outcome }) => outcome)).toEqual(['stored', 'duplicate']);
  expect(await keysOf(bucket)).toHaveLength(2);
  expect(sink.counts()).toEqual({ stored: 1, duplicates: 1, rejected: 0 });
});

test('another image under the id of a stored one is put aside, and the stored one stays', async () => {
  const { edge, bucket, sink } = await rig();
  const shot = sampleShot();
  await edge.send(shot);
  await edge.untilReceipts(1);
  const other = sampleShot({ id: shot.id }, Buffer.concat([SAMPLE_JPEG, Buffer.from('other')]));
  await edge.send(other);
  await edge.untilReceipts(2);
  const { id, image } = other;
  expect(edge.receipts[1]).toMatchObject({ id, sha256: image.sha256, outcome: 'rejected', reason: 'conflict' });
  expect(await bucket.get(edge.receipts[1]?.key ?? '')).toEqual(encodeShot(other));
  expect(await bucket.get(shotKey(shot))).toEqual(SAMPLE_JPEG);
  expect(sink.counts()).toEqual({ stored: 1, duplicates: 0, rejected: 1 });
});

test('an image whose sink died before it wrote the description gets it when the shot comes again', async () => {
  const { edge, bucket } = await rig();
  const shot = sampleShot();
  await bucket.putIfAbsent(shotKey(shot), shot.image.data, { contentType: 'image/jpeg' });
  await edge.send(shot);
  await edge.untilReceipts(1);
  expect(edge.receipts[0]).toMatchObject({ outcome: 'duplicate' });
  expect(JSON.parse((await bucket.get(`${shotKey(shot)}.json`))?.toString() ?? '')).toMatchObject(describeShot(shot));
});

test('what is no shot is put aside once, with its reason, and its device is told', async () => {
  const { edge, bucket, sink, metrics } = await rig();
  const payload = Buffer.from('Testing bridged brokers!');
  const topic = topics.shot({ site: 'home', device: 'pi', camera: 'door' });
  await edge.publish(topic, payload);
  await edge.untilReceipts(1);
  const id = payloadId(payload);
  const key = deadLetterKey(id.slice('sha256:'.length));
  expect(edge.receipts[0]).toMatchObject({ id, outcome: 'rejected', reason: 'text', key });
  expect(await bucket.get(key)).toEqual(payload);
  const letter = JSON.parse((await bucket.get(`${key}.json`))?.toString() ?? '');
  expect(letter).toMatchObject({ key, reason: 'text', topic, bytes: payload.length });
  expect(letter.detail).toContain('Testing bridged brokers!');
  await edge.publish(topic, payload);
  await edge.untilReceipts(2);
  expect(await keysOf(bucket)).toEqual([key, `${key}.json`]);
  expect(sink.counts()).toEqual({ stored: 0, duplicates: 0, rejected: 2 });
  expect(await metrics.metrics()).toContain('vedette_sink_rejected_total{reason="text"} 2');
});

test('a bare image is stored as a frame of the place that its topic names', async () => {
  const { edge, bucket } = await rig();
  await edge.publish(topics.shot({ site: 'yard', device: 'pi', camera: 'gate' }), SAMPLE_JPEG);
  await edge.untilReceipts(1);
  const [key = '', description = ''] = await keysOf(bucket);
  expect(key).toMatch(/^frame\/dt=.*\/site=yard\/device=pi\/camera=gate\/.*\.jpg$/);
  expect(await bucket.get(key)).toEqual(SAMPLE_JPEG);
  expect(JSON.parse((await bucket.get(description))?.toString() ?? '')).toMatchObject({
    kind: 'frame',
    site: 'yard',
    key,
  });
  expect(edge.receipts[0]).toMatchObject({ id: payloadId(SAMPLE_JPEG), outcome: 'stored', key });
});

test('on an alias, a shot is stored where it says, and a bare image under unknown', async () => {
  const { edge, bucket, sink } = await rig();
  const shot = sampleShot();
  await edge.publish(ALIAS, encodeShot(shot));
  await edge.untilReceipts(1);
  expect(edge.receipts[0]).toMatchObject({ id: shot.id, outcome: 'stored' });
  await edge.publish(ALIAS, SAMPLE_JPEG);
  await edge.publish(ALIAS, 'a text that nobody can be told of');
  await eventually('all three are handled', () => sink.counts().stored === 2 && sink.counts().rejected === 1);
  expect(await keysOf(bucket, 'frame/')).toEqual([
    expect.stringContaining('site=unknown/device=unknown/camera=unknown/'),
    expect.stringContaining('.json'),
  ]);
});

test('a shot that says it comes from elsewhere is put aside, and its sender is told', async () => {
  const { edge, bucket } = await rig();
  const shot = sampleShot({ device: 'somebody-else' });
  await edge.publish(topics.shot({ ...shot, device: 'jetson-1' }), encodeShot(shot));
  await edge.untilReceipts(1);
  expect(edge.receipts[0]).toMatchObject({ id: shot.id, outcome: 'rejected', reason: 'place' });
  expect((await keysOf(bucket)).every((key) => key.startsWith('dead-letters/'))).toBe(true);
});

test.each([
  ['too-large', { maxImageBytes: SAMPLE_JPEG.length - 1 }],
  ['too-many-pixels', { maxPixels: 16 * 12 - 1 }],
])('an image that is %s is put aside, whether bare or in a shot', async (reason, settings) => {
  const { edge, bucket, metrics } = await rig(settings);
  const shot = sampleShot({ at: Date.UTC(2020, 1, 29) * 1_000 });
  await edge.send(shot);
  await edge.publish(topics.shot(shot), SAMPLE_JPEG);
  await edge.untilReceipts(2);
  expect(edge.receiptsOf(shot.id)).toMatchObject([{ outcome: 'rejected', reason }]);
  expect(edge.receiptsOf(payloadId(SAMPLE_JPEG))).toMatchObject([{ outcome: 'rejected', reason }]);
  const [first, second, ...others] = await keysOf(bucket, `invalid/${reason}/dt=`);
  expect(first).toBe(`invalid/${reason}/dt=2020-02-29/${shot.image.sha256}.jpg`);
  expect(second).toBe(`${first}.json`);
  expect(others).toHaveLength(2);
  for (const { key } of edge.receipts) expect(await bucket.get(key)).toEqual(SAMPLE_JPEG);
  const description = JSON.parse(String(await bucket.get(second ?? '')));
  expect(description).toMatchObject({
    ...describeShot(shot),
    reason,
    detail: expect.any(String),
    topic: topics.shot(shot),
  });
  expect(await metrics.metrics()).toContain(`vedette_sink_rejected_total{reason="${reason}"} 2`);
});

test('at the limits, an image is stored', async () => {
  const { edge } = await rig({ maxImageBytes: SAMPLE_JPEG.length, maxPixels: 16 * 12 });
  await edge.send(sampleShot());
  await edge.untilReceipts(1);
  expect(edge.receipts[0]).toMatchObject({ outcome: 'stored' });
});

test('a payload that is no shot for this version is called by its own id, and its device is told, on an alias too', async () => {
  const { edge } = await rig();
  const shot = { ...sampleShot(), mood: 'merry' };
  const { id, image } = shot;
  await edge.send(shot);
  await edge.publish(ALIAS, encodeShot(shot));
  await edge.untilReceipts(2);
  const receipt = { id, sha256: image.sha256, outcome: 'rejected', reason: 'schema' };
  expect(edge.receipts).toMatchObject([receipt, receipt]);
});

test('a frame from the edge, that nobody has looked into yet, is decoded before it is stored', async () => {
  const { edge, bucket } = await rig();
  const cut = SAMPLE_JPEG.subarray(0, SAMPLE_JPEG.length - 20);
  const { v, id, site, device, camera, session, seq, at, clock, software, image } = sampleShot({}, cut);
  const shot: Shot = { v, id, kind: 'frame', site, device, camera, session, seq, at, clock, software, image };
  await edge.send(shot);
  await edge.untilReceipts(1);
  const key = `invalid/undecodable/dt=2026-11-20/${image.sha256}.jpg`;
  expect(edge.receipts[0]).toMatchObject({ id, outcome: 'rejected', reason: 'undecodable', key });
  expect(await bucket.get(key)).toEqual(cut);
  expect(JSON.parse(String(await bucket.get(`${key}.json`)))).toMatchObject({ id, device, at, reason: 'undecodable' });
  await edge.send(shot);
  await edge.untilReceipts(2);
  expect(await keysOf(bucket)).toEqual([key, `${key}.json`]);
});

test('a message that is longer than any image may be is not even read', async () => {
  const { edge } = await rig({ maxImageBytes: 1_000 });
  const long = Buffer.alloc(1_000 + 65_537, 'a text, if anybody looked');
  await edge.publish(topics.shot(sampleShot()), long);
  await edge.untilReceipts(1);
  expect(edge.receipts[0]).toMatchObject({ id: payloadId(long), outcome: 'rejected', reason: 'too-large' });
});

test('of a shot that is much too long, the picture is put aside, and all that is said of it', async () => {
  const { edge, bucket } = await rig({ maxImageBytes: 1_000 });
  const shot = sampleShot({}, Buffer.concat([SAMPLE_JPEG, Buffer.alloc(70_000)]));
  await edge.send(shot);
  await edge.publish(topics.shot({ ...shot, device: 'elsewhere' }), encodeShot(shot));
  await edge.untilReceipts(2);
  const key = `invalid/too-large/dt=2026-11-20/${shot.image.sha256}.jpg`;
  expect(edge.receipts).toMatchObject([
    { id: shot.id, outcome: 'rejected', reason: 'too-large', key },
    { id: shot.id, outcome: 'rejected', reason: 'place' },
  ]);
  expect(await bucket.get(key)).toEqual(Buffer.from(shot.image.data));
  expect(JSON.parse(String(await bucket.get(`${key}.json`)))).toMatchObject(describeShot(shot));
});

test('a retained image, which would come again on each connect, is put aside', async () => {
  const { port } = await testBroker();
  const edge = await testEdge(port);
  await edge.publish(topics.shot(sampleShot()), SAMPLE_JPEG, { retain: true });
  await testSink({ port });
  await edge.untilReceipts(1);
  expect(edge.receipts[0]).toMatchObject({ outcome: 'rejected', reason: 'retained' });
});

test('what is published while the sink is away is stored when it is back, by whatever name its machine goes then', async () => {
  const { port, edge, sink, data } = await rig();
  await sink.stop();
  expect(sink.ready()).toMatchObject({ ready: false });
  const shots = Array.from({ length: 30 }, (_, seq) => sampleShot({ seq }));
  for (const shot of shots) await edge.send(shot);
  const again = await testSink({ port, data, device: 'another-container' });
  await edge.untilReceipts(30);
  expect(again.sink.counts()).toEqual({ stored: 30, duplicates: 0, rejected: 0 });
});

test('a stop in the middle finishes what is in work, and leaves the rest to the session: nothing has to be sent again', async () => {
  const { port, edge, sink, data } = await rig();
  const shots = Array.from({ length: 200 }, (_, seq) => sampleShot({ seq }));
  const sent = Promise.all(shots.map(edge.send));
  await edge.untilReceipts(20);
  await sink.stop();
  await sent;
  await testSink({ port, data });
  await eventually('each shot has a receipt', () => shots.every(({ id }) => edge.receiptsOf(id).length > 0));
});

test('a bare image from a place that no shot may name is put aside', async () => {
  const { edge } = await rig();
  await edge.publish(topics.shot({ site: 'x'.repeat(301), device: 'pi', camera: 'door' }), SAMPLE_JPEG);
  await edge.untilReceipts(1);
  expect(edge.receipts[0]).toMatchObject({ outcome: 'rejected', reason: 'schema' });
});

test('a broker that dies and comes back finds the sink again', async () => {
  const first = await testBroker();
  const { sink } = await testSink({ port: first.port });
  await first.stop();
  await eventually('the sink misses its broker', () => !sink.ready().ready);
  expect(sink.ready()).toMatchObject({
    reason: expect.stringContaining(`no connection to the cloud broker at mqtt://127.0.0.1:${first.port}`),
  });
  await testBroker({ port: first.port });
  const edge = await testEdge(first.port);
  await eventually('the sink is back', () => sink.ready().ready);
  await edge.send(sampleShot());
  await edge.untilReceipts(1);
});

test('one slot takes one message after another, in order, and none is lost', async () => {
  const { edge, sink } = await rig({ concurrency: 1 });
  const shots = Array.from({ length: 60 }, (_, seq) => sampleShot({ seq }));
  await Promise.all(shots.map(edge.send));
  await edge.untilReceipts(60);
  expect(edge.receipts.map(({ id }) => id)).toEqual(shots.map(({ id }) => id));
  expect(sink.counts().stored).toBe(60);
});

test('its metrics tell what was done', async () => {
  const { edge, metrics } = await rig();
  const shot = sampleShot();
  await edge.send(shot);
  await edge.send(shot);
  await edge.publish(topics.shot(shot), 'a text, that takes no time to store');
  await edge.untilReceipts(3);
  const page = await eventually('no message is in work', async () => {
    const text = await metrics.metrics();
    return text.includes('vedette_sink_in_work 0') && text;
  });
  for (const line of [
    'vedette_sink_stored_total 1',
    'vedette_sink_duplicates_total 1',
    `vedette_sink_stored_bytes_total ${SAMPLE_JPEG.length}`,
    'vedette_sink_store_seconds_count 2',
  ]) {
    expect(page).toContain(line);
  }
});

test('a bucket that cannot be opened is an error at the start', async () => {
  const { port } = await testBroker();
  const settings = { bucket: `file:${process.execPath}/bucket` };
  await expect(testSink({ port, settings })).rejects.toMatchObject({ name: 'ResourceError' });
});
