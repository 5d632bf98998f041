import { payloadId } from '@vedette/core/message';
import { eventually, SAMPLE_JPEG } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { bothSides, forwarder, PLACE, SHOTS, shotIn, untilReady } from './forwarder.testing.ts';

const hex = ({ payload }: { readonly payload: Buffer }) => payload.toString('hex');

test('a bare image is made a shot once: of its topic, or of this device on an alias', async () => {
  const { cloud, camera, urls } = await bothSides();
  const alias = 'w251/face_detector';
  const running = await forwarder(urls, { shotAlias: alias });
  await untilReady(running);
  await camera.publish('vedette/barn/pole-9/gate/shot', SAMPLE_JPEG);
  await camera.publish(alias, SAMPLE_JPEG);
  await eventually('both are settled', () => running.settled.length === 2);
  const shots = cloud.got.map(shotIn);
  expect(cloud.got.map(({ topic }) => topic)).toEqual(['vedette/barn/pole-9/gate/shot', alias]);
  expect(shots[0]).toMatchObject({ kind: 'frame', site: 'barn', device: 'pole-9', camera: 'gate', seq: 0 });
  expect(shots[1]).toMatchObject({ kind: 'frame', ...PLACE, camera: 'unknown', seq: 1 });
  const ids = shots.map((one) => one?.id);
  expect(running.settled.map(({ id, outcome }) => [id, outcome])).toEqual(ids.map((id) => [id, 'stored']));
});

test('what is no shot goes to the dead letters as it came', async () => {
  const { cloud, camera, urls } = await bothSides();
  const alias = 'w251/face_detector';
  const running = await forwarder(urls, { shotAlias: alias });
  await untilReady(running);
  const text = Buffer.from('Testing bridged brokers!');
  const broken = Buffer.from([0xc1, 0x00, 0xff]);
  await camera.publish(SHOTS, text);
  await camera.publish(alias, broken);
  await eventually('both are settled', () => running.settled.length === 2);
  expect(cloud.got.map(hex)).toEqual([text, broken].map((payload) => hex({ payload })));
  expect(running.settled).toEqual([
    { id: payloadId(text), outcome: 'rejected', reason: undefined },
    { id: payloadId(broken), outcome: 'rejected', reason: undefined },
  ]);
  const unreadable = await running.metrics.getSingleMetricAsString('vedette_forwarder_unreadable_total');
  expect(unreadable).toContain('reason="text"} 1');
  expect(unreadable).toContain('reason="broken"} 1');
});
