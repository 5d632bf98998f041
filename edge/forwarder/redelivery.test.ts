import { encodeShot } from '@vedette/core/message';
import { eventually, SAMPLE_JPEG, sampleShot, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { bothSides, client, forwarder, lossyWay, PLACE, SHOTS, untilReady, urlOf } from './forwarder.testing.ts';

const shot = () => sampleShot(PLACE);

test('the same shot twice is sent once', async () => {
  const { camera, cloud, urls } = await bothSides(false);
  const running = await forwarder(urls);
  await untilReady(running);
  const payload = encodeShot(shot());
  for (let i = 0; i < 2; i++) await camera.publish(SHOTS, payload);
  await eventually('the second is known', () => running.forwarder.counts().redelivered === 1);
  await eventually('it is sent', () => cloud.got.length > 0);
  expect(running.forwarder.counts()).toMatchObject({ waiting: 1, redelivered: 1, sent: 1 });
});

test('another shot under an id that waits is told of, and so is a receipt for other bytes', async () => {
  const { camera, cloud, urls } = await bothSides(false);
  const running = await forwarder(urls);
  await untilReady(running);
  const one = shot();
  const other = sampleShot({ ...PLACE, id: one.id }, Buffer.concat([SAMPLE_JPEG, Buffer.from('!')]));
  await camera.publish(SHOTS, encodeShot(one));
  await camera.publish(SHOTS, encodeShot(other));
  await eventually('the second is dropped', () => running.forwarder.counts().dropped === 1);
  const message = await eventually('the first is in the cloud', () => cloud.got[0]);
  await cloud.receipt(message, { sha256: other.image.sha256 });
  await cloud.receipt(message);
  await eventually('it is settled', () => running.settled.length > 0);
  expect(running.settled).toEqual([{ id: one.id, outcome: 'stored', reason: undefined }]);
  expect(running.forwarder.counts()).toMatchObject({ redelivered: 0, waiting: 0, stored: 1 });
  const metrics = await running.metrics.metrics();
  expect(metrics).toContain('vedette_forwarder_dropped_total{reason="id-taken"} 1');
  expect(metrics).toContain('vedette_forwarder_receipts_total{outcome="mismatch"} 1');
});

test('a retained image is one however often it is delivered', async () => {
  const { camera, edge, urls } = await bothSides();
  const way = await lossyWay(edge);
  const running = await forwarder({ ...urls, edgeUrl: urlOf(way) });
  await untilReady(running);
  await camera.publish(SHOTS, SAMPLE_JPEG, { retain: true });
  await eventually('it is settled', () => running.settled.length === 1);
  for (let times = 1; times <= 2; times++) {
    way.cut();
    await eventually('it is delivered again', () => running.forwarder.counts().redelivered >= times);
  }
  await camera.publish(SHOTS, encodeShot(shot()));
  await eventually('the shot behind it is settled', () => running.settled.length === 2);
  expect(running.forwarder.counts()).toMatchObject({ sent: 2 });
});

test.each([
  ['waits', false],
  ['has its receipt already', true],
])(
  'what is delivered again for want of a PUBACK and %s is not sent twice, a bare image neither',
  async (_, answers) => {
    const { cloud, camera, edge, urls } = await bothSides(answers);
    const way = await lossyWay(edge);
    const running = await forwarder({ ...urls, edgeUrl: urlOf(way) });
    await untilReady(running);
    way.loses = true;
    if (!answers) await camera.publish(SHOTS, encodeShot(shot())); // later, the sink knows it by its id
    for (let i = 0; i < 3; i++) await camera.publish(SHOTS, SAMPLE_JPEG);
    const count = answers ? 3 : 4;
    await eventually('all are sent', () => cloud.got.length === count);
    if (answers) await eventually('all are settled', () => running.settled.length === count);
    way.loses = false;
    way.cut();
    await eventually('all came again', () => running.forwarder.counts().received === 2 * count);
    await camera.publish(SHOTS, SAMPLE_JPEG);
    await eventually('the same picture taken anew is another shot', () => cloud.got.length === count + 1);
    expect(running.forwarder.counts()).toMatchObject({ redelivered: count, sent: count + 1 });
  },
);

test.each([
  ['waits', false],
  ['has its receipt already', true],
])(
  'after a restart, a bare image that comes again and %s is known, the same picture published anew is not',
  async (_, answers) => {
    const { cloud, camera, edge, urls } = await bothSides(answers);
    const way = await lossyWay(edge);
    const data = temporaryFolder();
    const first = await forwarder({ ...urls, edgeUrl: urlOf(way) }, { data });
    await untilReady(first);
    way.loses = true;
    await camera.publish(SHOTS, SAMPLE_JPEG);
    await eventually('it is sent', () => cloud.got.length === 1);
    if (answers) await eventually('it is settled', () => first.settled.length === 1);
    await first.forwarder.stop();
    way.loses = false;
    way.cut();
    await (await client(urlOf(edge), [])).publish(SHOTS, SAMPLE_JPEG);
    const second = await forwarder(urls, { data });
    await eventually('both came', () => second.forwarder.counts().received === 2);
    const sent = answers ? 2 : 3; // what waited is sent once more
    await eventually('the other is sent', () => cloud.got.length === sent);
    expect(second.forwarder.counts()).toMatchObject({ redelivered: 1, sent: sent - 1 });
  },
);
