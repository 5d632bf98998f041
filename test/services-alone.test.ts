import { expect, test } from 'vitest';
import { descriptionsIn } from './support/bucket.ts';
import { expectDelivered, untilStored } from './support/delivery.ts';
import { describeOverBothBrokers, openHouse } from './support/house.ts';

/** Faces of a simulated camera, each of each frame. */
const faceDetector = { source: 'sim:people=2,fps=10,frames=80', select: 'every' };

describeOverBothBrokers('five processes with one file', (brokers) => {
  // What mosquitto had acknowledged and not saved is lost with its kill -9.
  const edge = brokers === 'aedes' ? (['edge-broker'] as const) : [];
  const victims = ['forwarder', 'image-sink', ...edge, 'cloud-broker'] as const;

  test(`bring each shot to the bucket once, also where ${victims.join(', ')} are killed`, async () => {
    const house = await openHouse({ brokers, settings: { faceDetector } });
    house.start('face-detector');
    for (const [index, name] of victims.entries()) {
      await untilStored(house, 10 + 15 * index);
      await house.kill(name);
      house.start(name);
    }
    const { stderr, code } = await house.running('face-detector').exit;
    expect(code, stderr).toBe(0);
    const shots = Number(/"shots":(\d+).*the source is spent/.exec(stderr)?.[1]);
    expect(shots).toBeGreaterThan(80);
    await untilStored(house, shots);
    await expectDelivered(house);
    const numbers = descriptionsIn(house.bucket).map(({ seq }) => seq);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: shots }, (_, index) => index));

    const others = ['forwarder', 'image-sink', 'cloud-broker', 'edge-broker'] as const;
    for (const name of others) house.running(name).kill('SIGTERM');
    expect(await Promise.all(others.map(async (name) => (await house.running(name).exit).code))).toEqual([0, 0, 0, 0]);
  }, 90_000);
});

test('each service alone says over HTTP that it is ready, and what it counts', async () => {
  const house = await openHouse({ brokers: 'aedes' });
  await house.camera.publish({ count: 3 }).exit;
  await expectDelivered(house);
  const counters = {
    'edge-broker': 'vedette_edge_broker_messages_total',
    'cloud-broker': 'vedette_cloud_broker_messages_total',
    'image-sink': 'vedette_sink_stored_total',
    forwarder: 'vedette_forwarder_received_total',
  } as const;
  for (const name of Object.keys(counters) as (keyof typeof counters)[]) {
    expect(await house.isReady(name), name).toBe(true);
    expect(await house.metric(name, counters[name]), name).toBeGreaterThanOrEqual(3);
  }
});
