import { eventually } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { expectBooksClosed } from '../support/books.ts';
import { imagesIn } from '../support/bucket.ts';
import { expectCounted, expectDelivered } from '../support/delivery.ts';
import { describeOverBothBrokers, layHouse } from '../support/house.ts';
import { LIBFAKETIME, steppingClock } from '../support/stepping-clock.ts';

const YEAR_SECONDS = 365 * 86_400;

describeOverBothBrokers('a clock that steps under every process', (brokers) => {
  // No certificate is valid in 1971: where the link has TLS, what is taken then waits until the clock is set.
  test.skipIf(!LIBFAKETIME)(
    'from 1971 to now, and an hour back: each shot is one object (needs faketime)',
    async () => {
      const clock = steppingClock(-55 * YEAR_SECONDS);
      const house = await layHouse({ brokers, env: clock.env });
      house.start('edge-broker', 'cloud-broker', 'image-sink', 'forwarder');
      await eventually('the forwarder listens', async () => {
        const connects = house.metric('forwarder', 'vedette_forwarder_connects_total', 'broker="edge"');
        return (await connects.catch(() => 0)) > 0;
      });
      for (const seconds of [-55 * YEAR_SECONDS, 0, -3_600]) {
        clock.step(seconds);
        expect((await house.camera.publish({ count: 20 }).exit).code).toBe(0);
        // The certificates were made a moment ago: an hour back none is valid either, and who is not connected by then stays so.
        if (seconds === 0) await expectDelivered(house);
      }
      await expectDelivered(house);
      await expectCounted(house, 60);
      await expectBooksClosed(house);
      const years = new Set(imagesIn(house.bucket).map((key) => /dt=(\d{4})/.exec(key)?.[1]));
      expect(years.size, 'the clock did step').toBe(2);
    },
    120_000,
  );
});
