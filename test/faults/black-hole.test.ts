import { eventually } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { expectCounted, expectDelivered, untilStored } from '../support/delivery.ts';
import { describeOverBothBrokers, openHouse } from '../support/house.ts';

describeOverBothBrokers('a black hole (TCP up, nothing through)', (brokers) => {
  test('each shot is one object, and an alarm tells of the silence', async () => {
    const house = await openHouse({ brokers, settings: { forwarder: { silentAfterSeconds: 1 } } });
    await house.camera.publish({ count: 10 }).exit;
    await untilStored(house, 10);
    house.link.blackHole();
    const taken = await house.camera.publish({ count: 50 }).exit;
    expect(taken.code, 'the edge takes everything all the same').toBe(0);
    await eventually('it says so', async () => !(await house.isReady('forwarder')));
    await house.link.pass();
    await expectDelivered(house);
    await expectCounted(house, 60);
  }, 120_000);
});
