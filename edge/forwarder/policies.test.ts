import { encodeShot } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import { eventually, sampleShot } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import {
  bothSides,
  broker,
  client,
  cloudSide,
  forwarder,
  lossyWay,
  PLACE,
  SHOTS,
  STATUS,
  shotIn,
  untilReady,
  urlOf,
} from './forwarder.testing.ts';

type Phase = 'first' | 'best';

function shot(phase?: Phase) {
  const one = sampleShot(PLACE);
  const { track: _none, ...rest } = { track: undefined, ...one };
  return phase ? { ...one, track: { id: 'track', phase, seen: 1 } } : rest;
}

/** A forwarder whose cloud is away, with these shots in its spool, in this order. */
async function spooled(config: Parameters<typeof forwarder>[0], phases: readonly (Phase | undefined)[]) {
  const edge = await broker('edge-broker');
  const away = await broker('cloud-broker');
  await away.stop();
  const running = await forwarder({ edgeUrl: urlOf(edge), cloudUrl: urlOf(away), ...config });
  const camera = await client(urlOf(edge), []);
  await eventually('the edge is there', () => running.forwarder.counts().waiting === 0);
  const shots = phases.map((phase) => shot(phase));
  const publish = async () => {
    for (const one of shots) await camera.publish(SHOTS, encodeShot(one));
  };
  return { running, shots, publish, returns };

  /** The way to the cloud opens once the cloud listens: what it is sent first is what it sees first. */
  async function returns() {
    const cloudBroker = await broker('cloud-broker');
    const cloud = await cloudSide(urlOf(cloudBroker));
    await lossyWay(cloudBroker, away.port);
    return cloud;
  }
}

const idsOf = (messages: readonly MqttMessage[]) => messages.map((message) => shotIn(message)?.id);

test('when the cloud is back it sees the newest first, then the picks, then the rest', async () => {
  const { running, shots, publish, returns } = await spooled({ windowBytes: 1 }, [
    ...[undefined, 'first', undefined, 'best', undefined],
  ] as (Phase | undefined)[]);
  await publish();
  await eventually('all are spooled', () => running.forwarder.counts().waiting === 5);
  const cloud = await returns();
  await eventually('all have receipts', () => running.settled.length === 5);
  expect(idsOf(cloud.got)).toEqual([4, 3, 1, 2, 0].map((index) => shots[index]?.id));
});

test('latest: what is too old is dropped with its reason, and what comes then is sent', async () => {
  const { running, shots, publish, returns } = await spooled({ policy: 'latest', maxAgeSeconds: 0.2 }, [
    ...Array<undefined>(3),
  ]);
  await publish();
  await eventually('all are too old', () => running.settled.length === 3);
  expect(running.settled).toEqual(shots.map(({ id }) => ({ id, outcome: 'dropped', reason: 'too-old' })));
  expect(running.forwarder.counts()).toMatchObject({ waiting: 0, dropped: 3 });
  const cloud = await returns();
  await untilReady(running);
  expect(cloud.got).toEqual([]);
});

test('best then rest: a full spool keeps the picks and the newest, and says what it gave up', async () => {
  const phases = Array.from({ length: 600 }, (_, i) => (i % 10 === 0 ? 'best' : undefined));
  const { running, shots, publish, returns } = await spooled(
    { maxMessageBytes: 8_000, spool: { maxBytes: 300_000, segmentBytes: 8_000 } },
    phases,
  );
  await publish();
  await eventually('each is on disk or dropped', () => {
    const { waiting, dropped } = running.forwarder.counts();
    return waiting + dropped === shots.length;
  });
  const dropped = new Set(running.settled.map(({ id }) => id));
  expect(running.settled.every(({ outcome, reason }) => outcome === 'dropped' && reason === 'spool-full')).toBe(true);
  expect(dropped.size).toBeGreaterThan(200);
  const kept = shots.filter(({ id }) => !dropped.has(id));
  expect(kept.filter((one) => 'track' in one && one.track)).toHaveLength(60);
  expect(kept).toContain(shots.at(-1));
  await returns();
  await eventually('the rest has receipts', () => running.settled.length === shots.length);
  await untilReady(running);
});

test('a link that nothing comes through is an alarm on the status topic, and is over when it does', async () => {
  const { edge, cloudBroker, camera, urls } = await bothSides();
  const way = await lossyWay(cloudBroker);
  const running = await forwarder({ ...urls, cloudUrl: urlOf(way), silentAfterSeconds: 1 });
  await untilReady(running);
  let alarms: readonly string[] | undefined;
  await client(urlOf(edge), [STATUS], ({ payload }) => {
    alarms = JSON.parse(payload.toString()).alarms;
  });
  await eventually('no alarm', () => alarms?.length === 0);
  way.loses = true;
  await camera.publish(SHOTS, encodeShot(shot()));
  await eventually('an alarm', () => alarms?.length === 1);
  expect(alarms?.[0]).toMatch(/nothing has come through for \d s/);
  way.loses = false;
  way.cut();
  await eventually('no alarm any more', () => alarms?.length === 0);
  await eventually('the shot has its receipt', () => running.settled.length === 1);
});

test('a byte rate holds the shots back', async () => {
  const { camera, urls } = await bothSides();
  const bytes = encodeShot(shot()).length;
  const running = await forwarder({ ...urls, maxBytesPerSecond: bytes * 5 });
  await untilReady(running);
  const begun = performance.now();
  for (let i = 0; i < 15; i++) await camera.publish(SHOTS, encodeShot(shot()));
  await eventually('all have receipts', () => running.settled.length === 15);
  expect(performance.now() - begun, 'a second is made up for, two are waited').toBeGreaterThan(1_500);
});
