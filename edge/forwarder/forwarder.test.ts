import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeShot } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import { eventually, SAMPLE_JPEG, sampleShot, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import {
  bothSides,
  broker,
  client,
  cloudSide,
  forwarder,
  lossyWay,
  PLACE,
  RECEIPTS,
  SHOTS,
  shotIn,
  untilReady,
  urlOf,
} from './forwarder.testing.ts';
import type { Forwarder } from './index.ts';

const shot = () => sampleShot(PLACE);
const hex = ({ payload }: { readonly payload: Buffer }) => payload.toString('hex');

function hasOnlyCloudAway(forwarder: Forwarder): boolean {
  const readiness = forwarder.ready();
  return !readiness.ready && readiness.reason.startsWith('no connection to the cloud broker');
}

test('a shot goes up as it came and is forgotten on its receipt, and not before', async () => {
  const { cloud, camera, urls } = await bothSides(false);
  const running = await forwarder(urls);
  await untilReady(running);
  const one = shot();
  const payload = encodeShot(one);
  await camera.publish(SHOTS, payload);
  const message = await eventually('it is in the cloud', () => cloud.got[0]);
  expect(message).toMatchObject({ topic: SHOTS, payload, retain: false });
  expect(running.forwarder.counts()).toMatchObject({ waiting: 1, waitingBytes: payload.length, stored: 0, sent: 1 });
  await cloud.receipt(message);
  await eventually('it is forgotten', () => running.forwarder.counts().waiting === 0);
  expect(running.forwarder.counts()).toMatchObject({ inFlight: 0, inFlightBytes: 0, stored: 1, resent: 0 });
  expect(running.settled).toEqual([{ id: one.id, outcome: 'stored', reason: undefined }]);
  expect(await running.metrics.getSingleMetricAsString('vedette_forwarder_receipts_total')).toContain(
    'outcome="stored"} 1',
  );
});

test('duplicate and rejected end a shot too; other receipts are counted and ignored', async () => {
  const { cloud, camera, urls } = await bothSides(false);
  const running = await forwarder(urls);
  await untilReady(running);
  await camera.publish(SHOTS, encodeShot(shot()));
  await camera.publish(SHOTS, encodeShot(shot()));
  const [first, second] = await eventually('both are there', () => (cloud.got.length === 2 ? cloud.got : undefined));
  await cloud.link.publish(RECEIPTS, 'no JSON');
  await cloud.link.publish(RECEIPTS, '{"v":1}');
  await cloud.receipt(first as MqttMessage, { id: 'nobody' });
  await cloud.receipt(first as MqttMessage, { outcome: 'duplicate' });
  await cloud.receipt(second as MqttMessage, { outcome: 'rejected', reason: 'checksum' });
  await eventually('both are settled', () => running.settled.length === 2);
  expect(running.settled.map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ['duplicate', undefined],
    ['rejected', 'checksum'],
  ]);
  expect(running.forwarder.counts()).toMatchObject({ waiting: 0, stored: 0, duplicates: 1, rejected: 1 });
  const receipts = await running.metrics.getSingleMetricAsString('vedette_forwarder_receipts_total');
  expect(receipts).toContain('outcome="malformed"} 2');
  expect(receipts).toContain('outcome="unknown"} 1');
});

test('receipts can be watched at the edge', async () => {
  const { camera, edge, urls } = await bothSides();
  const running = await forwarder(urls);
  await untilReady(running);
  const seen: MqttMessage[] = [];
  await client(urlOf(edge), ['vedette/+/+/receipt'], (message) => seen.push(message));
  const one = shot();
  await camera.publish(SHOTS, encodeShot(one));
  const receipt = await eventually('a receipt', () => seen[0]);
  expect(receipt.topic).toBe(RECEIPTS);
  expect(JSON.parse(receipt.payload.toString())).toMatchObject({ id: one.id, outcome: 'stored' });
});

test('what came while the cloud was away arrives when it is back, and its files are cleaned', async () => {
  const edge = await broker('edge-broker');
  const first = await broker('cloud-broker');
  const camera = await client(urlOf(edge), []);
  const running = await forwarder({
    edgeUrl: urlOf(edge),
    cloudUrl: urlOf(first),
    windowBytes: 3_000,
    resendAfterSeconds: 0.2, // the broker may be back before its subscriber
    spool: { segmentBytes: 8_000 },
  });
  await untilReady(running);
  await first.stop();
  await eventually('it is noticed', () => !running.forwarder.ready().ready);
  expect(running.forwarder.ready()).toMatchObject({
    reason: expect.stringContaining('no connection to the cloud broker'),
  });
  const shots = Array.from({ length: 60 }, () => shot());
  for (const one of shots) await camera.publish(SHOTS, encodeShot(one));
  await eventually('all are spooled', () => running.forwarder.counts().waiting === shots.length);
  const folder = join(running.data, 'forwarder', 'spool');
  const segments = () => readdirSync(folder).filter((name) => name.endsWith('.segment'));
  await eventually('they are in many files', () => segments().length > 5);

  const second = await broker('cloud-broker', first.port);
  const cloud = await cloudSide(urlOf(second));
  await eventually('all have receipts', () => running.settled.length >= shots.length);
  expect(new Set(cloud.got.map((message) => shotIn(message)?.id))).toEqual(new Set(shots.map(({ id }) => id)));
  await eventually('the files are gone', () => segments().length <= 2);
});

test('what was in flight when the link was lost is sent again as soon as it is back', async () => {
  const { cloud, cloudBroker, camera, urls } = await bothSides(false);
  const way = await lossyWay(cloudBroker);
  const running = await forwarder({ ...urls, cloudUrl: urlOf(way), resendAfterSeconds: 3_600, policy: 'complete' });
  await untilReady(running);
  const shots = [shot(), shot(), shot()];
  for (const one of shots) await camera.publish(SHOTS, encodeShot(one));
  await eventually('all are in flight', () => cloud.got.length === 3);
  cloud.answers = true;
  way.cut();
  await eventually('all have receipts', () => running.settled.length === 3);
  expect(running.settled.map(({ id }) => id)).toEqual(shots.map(({ id }) => id));
  expect(running.forwarder.counts()).toMatchObject({ waiting: 0, sent: 6, resent: 3 });
});

test('without a receipt a shot is sent again, the same bytes', async () => {
  const { cloud, camera, urls } = await bothSides(false);
  const running = await forwarder({ ...urls, resendAfterSeconds: 0.05 });
  await untilReady(running);
  await camera.publish(SHOTS, SAMPLE_JPEG);
  const messages = await eventually('it came three times', () => (cloud.got.length >= 3 ? cloud.got : undefined));
  cloud.answers = true;
  expect(new Set(messages.map(hex)).size).toBe(1);
  await eventually('it is settled', () => running.settled.length === 1);
  expect(running.forwarder.counts().resent).toBeGreaterThanOrEqual(2);
});

test('shots that never have a receipt do not keep back the others', async () => {
  const { cloud, camera, urls } = await bothSides(false);
  const running = await forwarder({ ...urls, windowBytes: 1, resendAfterSeconds: 0.05, silentAfterSeconds: 0.5 });
  await untilReady(running);
  const shots = [shot(), shot(), shot()];
  for (const one of shots) await camera.publish(SHOTS, encodeShot(one));
  await eventually('the last one gets its turn', async () => {
    const last = cloud.got.find((message) => shotIn(message)?.id === shots[2]?.id);
    if (last) await cloud.receipt(last);
    return running.settled.length > 0;
  });
  expect(running.settled.map(({ id }) => id)).toEqual([shots[2]?.id]);
  await eventually('that nothing comes back is told', () => !running.forwarder.ready().ready);
  expect(running.forwarder.ready()).toMatchObject({ reason: expect.stringMatching('no receipts come from the cloud') });
  cloud.answers = true;
  await eventually('the others are tried on', () => running.settled.length === 3);
  await untilReady(running);
});

test('a stopped forwarder leaves its spool to the next one', async () => {
  const { cloud, camera, edge, urls } = await bothSides(false);
  const data = temporaryFolder();
  const first = await forwarder(urls, { data });
  await untilReady(first);
  const early = encodeShot(shot());
  await camera.publish(SHOTS, early);
  await eventually('it is spooled', () => first.forwarder.counts().waiting === 1);
  await first.forwarder.stop();
  const late = encodeShot(shot());
  await (await client(urlOf(edge), [])).publish(SHOTS, late);

  cloud.got.length = 0;
  cloud.answers = true;
  const second = await forwarder(urls, { data });
  await eventually('both have receipts', () => second.settled.length === 2);
  // Which of them is first to be there when the cloud is, is chance.
  expect(new Set(cloud.got.map(hex))).toEqual(new Set([early, late].map((payload) => hex({ payload }))));
});

test('a payload that the disk did not keep is told of, and the rest goes on', async () => {
  const edge = await broker('edge-broker');
  const away = await broker('cloud-broker');
  await away.stop();
  const running = await forwarder({ edgeUrl: urlOf(edge), cloudUrl: urlOf(away), resendAfterSeconds: 0.2 });
  const camera = await client(urlOf(edge), []);
  await eventually('the edge is there', () => hasOnlyCloudAway(running.forwarder));
  const [damaged, whole] = [shot(), shot()];
  await camera.publish(SHOTS, encodeShot(damaged));
  await camera.publish(SHOTS, encodeShot(whole));
  await camera.publish(SHOTS, Buffer.alloc((8 << 20) - 1, 'x')); // what came before it is not in memory any more
  const file = join(running.data, 'forwarder', 'spool', '0000000001.segment');
  await eventually('all are on disk', () => running.forwarder.counts().waiting === 3 && statSync(file).size > 8 << 20);
  const bytes = readFileSync(file);
  const inImage = bytes.indexOf(SAMPLE_JPEG) + 100;
  bytes[inImage] = (bytes[inImage] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
  await cloudSide(urlOf(await broker('cloud-broker', away.port)));
  await eventually('all are settled', () => running.settled.length === 3);
  expect(running.settled).toContainEqual({ id: damaged.id, outcome: 'dropped', reason: 'damaged' });
  expect(running.settled).toContainEqual({ id: whole.id, outcome: 'stored', reason: undefined });
});

test('complete: a full spool loses nothing, the edge broker holds what it refuses', async () => {
  const { cloud, camera, urls } = await bothSides(false);
  const running = await forwarder({
    ...urls,
    policy: 'complete',
    maxMessageBytes: 8_000,
    spool: { maxBytes: 16_000, segmentBytes: 2_000 },
  });
  await untilReady(running);
  const shots = Array.from({ length: 40 }, () => shot());
  for (const one of shots) await camera.publish(SHOTS, encodeShot(one));
  await eventually('it is full', () => {
    const readiness = running.forwarder.ready();
    return !readiness.ready && readiness.reason.includes('the spool is full');
  });
  expect(running.forwarder.counts().waiting).toBeLessThan(shots.length);
  cloud.answers = true;
  for (const message of [...cloud.got]) await cloud.receipt(message);
  const ids = () => new Set(running.settled.map(({ id }) => id));
  await eventually('all are settled', () => ids().size === shots.length);
  expect(ids()).toEqual(new Set(shots.map(({ id }) => id)));
  await untilReady(running);
});

test('whoever names ever new devices does not make as many subscriptions at the cloud', async () => {
  const { camera, urls } = await bothSides();
  const running = await forwarder({ ...urls, policy: 'complete' });
  await untilReady(running);
  const strangers = Array.from({ length: 1_010 }, (_, i) => sampleShot({ ...PLACE, device: `stranger-${i}` }));
  await Promise.all(strangers.map((one) => camera.publish(`vedette/home/${one.device}/cam0/shot`, encodeShot(one))));
  const own = shot();
  await camera.publish(SHOTS, encodeShot(own));
  await eventually('the shot behind them is settled', () => running.settled.some(({ id }) => id === own.id));
  expect(running.settled).toHaveLength(1_000);
});
