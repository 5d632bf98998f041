import { encodeShot, type Shot } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import { eventually, sampleShot } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { broker, client, cloudSide, forwarder, PLACE, SHOTS, untilReady, urlOf } from './forwarder.testing.ts';

const ALIAS = 'w251/face_detector';

/** Both sides, where the cloud knows a newer schema than this forwarder. */
async function rig() {
  const edge = await broker('edge-broker');
  const cloudBroker = await broker('cloud-broker');
  const cloud = await cloudSide(urlOf(cloudBroker), false);
  const running = await forwarder({ edgeUrl: urlOf(edge), cloudUrl: urlOf(cloudBroker) }, { shotAlias: ALIAS });
  await untilReady(running);
  const camera = await client(urlOf(edge), []);
  const store = ({ id, image }: Shot, message: MqttMessage) =>
    cloud.receipt(message, { id, sha256: image.sha256, outcome: 'stored' });
  return { ...running, cloud, camera, store };
}

test.each([SHOTS, ALIAS])(
  'a shot of a newer schema on %s goes up as it came, and ends with its receipt',
  async (topic) => {
    const { camera, cloud, settled, store, forwarder } = await rig();
    const shot = { ...sampleShot(PLACE), mood: 'merry' };
    await camera.publish(topic, encodeShot(shot));
    const message = await eventually('it is in the cloud', () => cloud.got[0]);
    expect(message).toMatchObject({ topic, payload: encodeShot(shot) });
    await store(shot, { ...message, topic: SHOTS });
    await eventually('it is settled', () => settled.length === 1);
    expect(settled).toEqual([{ id: shot.id, outcome: 'stored', reason: undefined }]);
    expect(forwarder.counts()).toMatchObject({ waiting: 0, unreadable: 1 });
  },
);
