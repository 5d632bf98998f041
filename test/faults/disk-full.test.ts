import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, fillDisk, smallDisk, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { expectDelivered, untilStored } from '../support/delivery.ts';
import { describeOverBothBrokers, openHouse } from '../support/house.ts';
import type { Brokers } from '../support/house-settings.ts';

const MEBIBYTES = 48;

/** A house of which one folder is a disk of its own. Undefined where this user may not mount one. */
async function houseOnSmallDisk(brokers: Brokers, folder: 'data' | 'bucket') {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, folder));
  const disk = smallDisk(MEBIBYTES, join(cwd, folder));
  if (disk === undefined) return undefined;
  const spool = { maxBytes: 32 << 20, reserveBytes: 0, segmentBytes: 1 << 20 };
  const forwarder = { spool, policy: 'complete' }; // which drops nothing to make room
  return { disk, house: await openHouse({ brokers, cwd, settings: { forwarder } }) };
}

describeOverBothBrokers('a full disk', (brokers) => {
  // Our edge broker refuses what it cannot store, so that the forwarder may never see the full disk.
  const edgeServices = brokers === 'aedes' ? (['edge-broker', 'forwarder'] as const) : (['forwarder'] as const);

  test.for([
    ['edge', 'data', edgeServices],
    ['cloud', 'bucket', ['image-sink']],
  ] as const)(
    'in the %s: a service says so, and each acknowledged shot is one object (needs root)',
    { timeout: 120_000 },
    async ([, folder, services], { skip }) => {
      const { disk, house } = (await houseOnSmallDisk(brokers, folder)) ?? skip('only root may mount a small disk');
      await house.camera.publish({ count: 10 }).exit;
      await untilStored(house, 10);
      // Nothing may leave the spool meanwhile, or a little room is all that it needs.
      if (folder === 'data') await house.link.refuse();
      const filler = fillDisk(disk);
      const publisher = house.camera.publish({ count: 50 });
      await eventually('it says so', async () => {
        const troubles = await Promise.all(services.map((name) => house.trouble(name)));
        return troubles.some((trouble) => /disk|space/.test(trouble));
      });
      rmSync(filler);
      await house.link.pass();
      expect((await publisher.exit).code).toBe(0);
      await expectDelivered(house);
    },
  );
});
