import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, fillDisk, smallDisk, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { expectBooksClosed } from '../support/books.ts';
import { expectDelivered, expectNothingGivenUp, untilReceipted, untilStored } from '../support/delivery.ts';
import { describeOverBothBrokers, openHouse } from '../support/house.ts';
import type { Brokers } from '../support/house-settings.ts';

const MEBIBYTES = 48;

/** A house of which one folder is a disk of its own. Undefined where this user may not mount one. */
async function houseOnSmallDisk(brokers: Brokers, folder: string) {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, folder), { recursive: true });
  const disk = smallDisk(MEBIBYTES, join(cwd, folder));
  if (disk === undefined) return undefined;
  const spool = { maxBytes: 32 << 20, reserveBytes: 0, segmentBytes: 1 << 20 };
  return { disk, house: await openHouse({ brokers, cwd, settings: { forwarder: { spool } } }) };
}

describeOverBothBrokers('a full disk', (brokers) => {
  const rows = [
    ['at the edge', 'data', ['edge-broker', 'forwarder']],
    ['for the spool alone', 'data/forwarder', ['forwarder']],
    ['in the cloud', 'bucket', ['image-sink']],
  ] as const;
  // Our edge broker refuses what it cannot store, so that with it the forwarder may never see that all of the edge is full.
  test.for(brokers === 'aedes' ? rows : [rows[1], rows[2]])(
    '%s: a service says so, nothing is given up, and each acknowledged shot is one object (needs root)',
    { timeout: 120_000 },
    async ([, folder, services], { skip }) => {
      const { disk, house } = (await houseOnSmallDisk(brokers, folder)) ?? skip('only root may mount a small disk');
      await house.camera.publish({ count: 10 }).exit;
      await untilStored(house, 10);
      const spooled = () => house.metric('forwarder', 'vedette_forwarder_spool_entries');
      const isAtEdge = folder !== 'bucket';
      if (isAtEdge) {
        await untilReceipted(house);
        // Nothing may leave the spool meanwhile, or a little room is all that it needs.
        await house.link.refuse();
        await house.camera.publish({ count: 20 }).exit;
        await eventually('they wait', async () => (await spooled()) === 20);
      }
      const filler = fillDisk(disk);
      const publisher = house.camera.publish({ count: 50 });
      await eventually('it says so', async () => {
        const troubles = await Promise.all(services.map((name) => house.trouble(name)));
        return troubles.some((trouble) => /disk|space/.test(trouble));
      });
      if (isAtEdge) expect(await spooled()).toBeGreaterThanOrEqual(20);
      rmSync(filler);
      await house.link.pass();
      expect((await publisher.exit).code).toBe(0);
      await expectDelivered(house);
      await expectNothingGivenUp(house);
      await expectBooksClosed(house);
    },
  );
});
