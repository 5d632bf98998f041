import { eventually } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { expectBooksClosed } from '../support/books.ts';
import { expectCounted, expectDelivered, untilStored } from '../support/delivery.ts';
import { describeOverBothBrokers, openHouse } from '../support/house.ts';

describeOverBothBrokers("the cloud broker's port closed for a while", (brokers) => {
  test('each shot is one object, and meanwhile the forwarder says what is wrong', async () => {
    const house = await openHouse({ brokers });
    await house.camera.publish({ count: 10 }).exit;
    await untilStored(house, 10);
    await house.link.refuse();
    const taken = await house.camera.publish({ count: 20 }).exit;
    expect(taken.code, 'the edge takes everything all the same').toBe(0);
    await eventually('it says so', async () => (await house.trouble('forwarder')).includes('no connection'));
    await house.link.pass();
    await expectDelivered(house);
    await expectCounted(house, 30);
    await expectBooksClosed(house);
  }, 120_000);
});
