import { expect, test } from 'vitest';
import { expectCounted, expectDelivered, untilStored } from '../support/delivery.ts';
import { describeOverBothBrokers, openHouse } from '../support/house.ts';

/** Of 15 kB each, at 40 a second: three times what the link carries. */
const COUNT = 60;

describeOverBothBrokers('a slow link (200 kB/s, 100 ms each way) under three times its load', (brokers) => {
  test('each shot is one object', async () => {
    const house = await openHouse({ brokers });
    await house.link.pass({ bytesPerSecond: 200_000, delayMs: 100 });
    const publisher = house.camera.publish({ count: COUNT });
    expect((await publisher.exit).code, 'the edge takes everything at once').toBe(0);
    await untilStored(house, 1);
    await expectDelivered(house);
    await expectCounted(house, COUNT);
  }, 120_000);
});
