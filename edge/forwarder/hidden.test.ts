import { encodeShot, namePayload } from '@vedette/core/message';
import { eventually, hiddenShot } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { bothSides, forwarder, PLACE, SHOTS, untilReady } from './forwarder.testing.ts';

test('a shot without an image goes up as it came, and only a receipt for these very bytes ends it', async () => {
  const { cloud, camera, urls } = await bothSides(false);
  const running = await forwarder(urls);
  await untilReady(running);
  const shot = hiddenShot({ ...PLACE, track: { id: '7', phase: 'best', seen: 4 } });
  const payload = encodeShot(shot);
  await camera.publish(SHOTS, payload);
  const message = await eventually('it is in the cloud', () => cloud.got[0]);
  expect(message).toMatchObject({ topic: SHOTS, payload });
  await cloud.receipt(message, { sha256: 'f'.repeat(64) });
  const receipts = () => running.metrics.getSingleMetricAsString('vedette_forwarder_receipts_total');
  await eventually('a receipt for other bytes is counted', async () => (await receipts()).includes('mismatch"} 1'));
  expect(running.forwarder.counts()).toMatchObject({ waiting: 1, stored: 0 });
  await cloud.receipt(message, { sha256: namePayload(payload).sha256 });
  await eventually('it is forgotten', () => running.forwarder.counts().waiting === 0);
  expect(running.settled).toEqual([{ id: shot.id, outcome: 'stored', reason: undefined }]);
});

test('sent twice by the camera, it goes up once', async () => {
  const { cloud, camera, urls } = await bothSides(false);
  const running = await forwarder(urls);
  await untilReady(running);
  const payload = encodeShot(hiddenShot(PLACE));
  await camera.publish(SHOTS, payload);
  await camera.publish(SHOTS, payload);
  await eventually('both have come in', () => running.forwarder.counts().waiting === 1 && cloud.got.length > 0);
  const redelivered = () => running.metrics.getSingleMetricAsString('vedette_forwarder_redelivered_total');
  await eventually('the second is known', async () => (await redelivered()).includes('total 1'));
  expect(cloud.got).toHaveLength(1);
});
