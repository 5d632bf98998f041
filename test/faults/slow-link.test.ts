import { expect, test } from 'vitest';
import { expectBooksClosed } from '../support/books.ts';
import { descriptionsIn, imagesIn } from '../support/bucket.ts';
import { expectCounted, expectDelivered, untilStored } from '../support/delivery.ts';
import { describeOverBothBrokers, openHouse } from '../support/house.ts';

/** Of 15 kB each, all at once: five seconds of what the link carries. */
const COUNT = 60;

describeOverBothBrokers('a slow link (200 kB/s, 100 ms each way) under far more than it carries', (brokers) => {
  test('each shot is one object, and the newest comes before the backlog', async () => {
    const house = await openHouse({ brokers });
    await house.link.pass({ bytesPerSecond: 200_000, delayMs: 100 });
    const publisher = house.camera.publish({ count: COUNT, perSecond: 1_000 });
    expect((await publisher.exit).code, 'the edge takes everything at once').toBe(0);
    expect(imagesIn(house.bucket).length, 'the link does not').toBeLessThan(COUNT / 2);
    await untilStored(house, 1);
    await expectDelivered(house);
    await expectCounted(house, COUNT);
    const order = descriptionsIn(house.bucket).sort((a, b) => a.storedAt - b.storedAt);
    const place = (wanted: number) => order.findIndex(({ seq }) => seq === wanted);
    expect(place(COUNT - 1), JSON.stringify(order.map(({ seq }) => seq))).toBeLessThan(COUNT / 2);
    await expectBooksClosed(house);
  }, 120_000);
});
