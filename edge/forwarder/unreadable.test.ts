import { encodeShot, type Pictured } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import { eventually, HAS_MOSQUITTO, SAMPLE_JPEG, sampleShot, startMosquitto } from '@vedette/core/testing';
import { describe, expect, test } from 'vitest';
import { broker, client, cloudSide, DEVICE, forwarder, PLACE, SHOTS, untilReady, urlOf } from './forwarder.testing.ts';

const ALIAS = 'w251/face_detector';
/** Where what has no topic of its own goes. */
const UNKNOWN = `vedette/home/${DEVICE}/unknown/shot`;

/** Both sides, where the cloud knows a newer schema than this forwarder. */
async function rig() {
  const edge = await broker('edge-broker');
  const cloudBroker = await broker('cloud-broker');
  const cloud = await cloudSide(urlOf(cloudBroker), false);
  const running = await forwarder({ edgeUrl: urlOf(edge), cloudUrl: urlOf(cloudBroker) }, { shotAlias: ALIAS });
  await untilReady(running);
  const camera = await client(urlOf(edge), []);
  const store = ({ id, image }: Pictured, message: MqttMessage) =>
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

describe.skipIf(!HAS_MOSQUITTO)('with mosquitto as the cloud broker (needs mosquitto)', () => {
  test.each(['\u0001', '\u0085', '\ufffe'])(
    'what came on a topic with %j, for which it cuts links, blocks nobody',
    async (odd) => {
      const edge = await broker('edge-broker');
      const { url } = await startMosquitto();
      const cloud = await cloudSide(url, false);
      const running = await forwarder({ edgeUrl: urlOf(edge), cloudUrl: url });
      await untilReady(running);
      const camera = await client(urlOf(edge), []);
      const shot = sampleShot(PLACE);
      const topic = `vedette/home/pole${odd}7/cam0/shot`;
      for (const payload of [SAMPLE_JPEG, encodeShot(shot), encodeShot({ ...shot, id: 'none' })]) {
        await camera.publish(topic, payload);
      }
      await camera.publish(SHOTS, encodeShot(sampleShot(PLACE)));
      await eventually('all are in the cloud', () => cloud.got.length === 4);
      expect(cloud.got.map((message) => message.topic).sort()).toEqual([SHOTS, ...Array(3).fill(UNKNOWN)]);
      for (const message of cloud.got) await cloud.receipt({ ...message, topic: UNKNOWN });
      await eventually('all are settled', () => running.settled.length === 4);
      expect(running.forwarder.counts()).toMatchObject({ waiting: 0, sent: 4, resent: 0 });
    },
  );
});
