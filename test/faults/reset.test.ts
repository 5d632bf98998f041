import { eventually } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { expectBooksClosed } from '../support/books.ts';
import { expectCounted, expectDelivered, untilStored } from '../support/delivery.ts';
import { describeOverBothBrokers, openHouse } from '../support/house.ts';

describeOverBothBrokers('connections reset again and again', (brokers) => {
  test('each shot is one object', async () => {
    const house = await openHouse({ brokers });
    const connects = () => house.metric('forwarder', 'vedette_forwarder_connects_total', 'broker="cloud"');
    const publisher = house.camera.publish({ count: 60 });
    for (const [before, stored] of [5, 20, 35, 50].entries()) {
      await untilStored(house, stored);
      await eventually('a connection to reset', async () => (await connects()) > before);
      house.link.reset();
    }
    expect((await publisher.exit).code).toBe(0);
    await expectDelivered(house);
    await eventually('a connection after each', async () => (await connects()) >= 5);
    await expectCounted(house, 60);
    await expectBooksClosed(house);
  }, 120_000);
});
