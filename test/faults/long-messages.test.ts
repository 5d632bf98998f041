import { eventually } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { expectBooksClosed } from '../support/books.ts';
import { imageIds } from '../support/bucket.ts';
import { expectCounted, expectDelivered } from '../support/delivery.ts';
import { describeOverBothBrokers, layHouse } from '../support/house.ts';

const LIMIT = 100_000;

describeOverBothBrokers('shots that are longer than the cloud broker takes', (brokers) => {
  test('the short ones beside them keep flowing, and the long ones come when it takes them', async () => {
    const house = await layHouse({ brokers });
    house.limitCloudMessages(LIMIT);
    house.start('edge-broker', 'cloud-broker', 'image-sink', 'forwarder');
    await house.ready();
    const long = house.camera.publish({ count: 5, bytes: 2 * LIMIT });
    const short = house.camera.publish({ count: 40 });
    for (const { exit } of [long, short]) expect((await exit).code).toBe(0);
    const isStored = (ids: Map<string, string>) => {
      const stored = imageIds(house.bucket);
      return [...ids.keys()].every((id) => stored.has(id));
    };
    await eventually('the short ones are stored', () => isStored(house.camera.acknowledged(short)), 60_000);
    const held = () => house.metric('forwarder', 'vedette_forwarder_too_long_entries');
    await eventually('the long ones are held', async () => (await held()) > 0);
    const later = house.camera.publish({ count: 20 });
    await later.exit;
    await eventually('what comes later is stored', () => isStored(house.camera.acknowledged(later)), 60_000);
    for (const id of house.camera.acknowledged(long).keys()) expect(imageIds(house.bucket)).not.toContain(id);

    await house.kill('cloud-broker');
    house.limitCloudMessages(10 * LIMIT);
    house.start('cloud-broker');
    await expectDelivered(house);
    await expectCounted(house, 65);
    await expectBooksClosed(house);
  }, 120_000);
});
