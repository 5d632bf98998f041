import { expect, test } from 'vitest';
import { expectCounted, expectDelivered, untilStored } from '../support/delivery.ts';
import { describeOverBothBrokers, openHouse } from '../support/house.ts';

describeOverBothBrokers('connections reset again and again', (brokers) => {
  test('each shot is one object', async () => {
    const house = await openHouse({ brokers });
    const publisher = house.camera.publish({ count: 60 });
    for (const stored of [5, 20, 35, 50]) {
      await untilStored(house, stored);
      house.link.reset();
    }
    expect((await publisher.exit).code).toBe(0);
    await expectDelivered(house);
    await expectCounted(house, 60);
  }, 120_000);
});
