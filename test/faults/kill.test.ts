import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, seededRandom } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { expectBooksClosed } from '../support/books.ts';
import { expectDelivered, expectNothingGivenUp, untilStored } from '../support/delivery.ts';
import { describeOverBothBrokers, type House, openHouse } from '../support/house.ts';
import type { ServiceName } from '../support/house-settings.ts';

/** Another one at each run, unless given: a failure is played again with the seed in its title. */
const SEED = Number(process.env['VEDETTE_TEST_SEED'] ?? randomInt(1_000_000));
const SEEDED = `VEDETTE_TEST_SEED=${SEED}`;

/** What died with the sink or the cloud broker has no receipt, and comes soon. */
const SETTINGS = { forwarder: { resendAfterSeconds: 0.5 } };

/** Kills after so many objects, and a random while more; the next one starts after another. */
async function killAndRestart(house: House, name: ServiceName, stored: number, random: () => number): Promise<void> {
  await untilStored(house, stored);
  await sleep(200 * random());
  await house.kill(name);
  await sleep(300 * random());
  house.start(name);
}

describeOverBothBrokers(`kill -9 at random times (${SEEDED})`, (brokers) => {
  test('of forwarder, cloud broker and sink: each acknowledged shot is one object', async () => {
    const random = seededRandom(SEED);
    const house = await openHouse({ brokers, settings: SETTINGS });
    const publisher = house.camera.publish({ count: 120 });
    const victims = ['forwarder', 'cloud-broker', 'image-sink', 'forwarder', 'image-sink', 'cloud-broker'] as const;
    for (const [index, name] of victims.entries()) await killAndRestart(house, name, 10 + 15 * index, random);
    expect((await publisher.exit).code).toBe(0);
    await expectDelivered(house);
    await expectNothingGivenUp(house);
    await expectBooksClosed(house);
  }, 120_000);

  test('of the publisher: each shot that it was told is taken is one object', async () => {
    const random = seededRandom(SEED);
    const house = await openHouse({ brokers, settings: SETTINGS });
    for (const stored of [5, 15, 25]) {
      const publisher = house.camera.publish({ count: 1_000, perSecond: 100 });
      await untilStored(house, stored);
      await sleep(100 * random());
      publisher.kill('SIGKILL');
      await publisher.exit;
    }
    await expectDelivered(house);
    await expectNothingGivenUp(house);
    await expectBooksClosed(house);
  }, 120_000);

  const kept =
    brokers === 'aedes' ? 'each acknowledged shot is one object' : 'what it had acknowledged and not saved is lost';
  test(`of the edge broker: ${kept}; what comes afterwards is stored, and nothing is stored twice`, async () => {
    const random = seededRandom(SEED);
    const house = await openHouse({ brokers, settings: SETTINGS });
    const publisher = house.camera.publish({ count: 10_000 });
    for (const stored of [5, 20, 35]) await killAndRestart(house, 'edge-broker', stored, random);
    await house.kill('edge-broker');
    await eventually('the forwarder has seen it', async () => !(await house.isReady('forwarder')));
    house.start('edge-broker');
    await house.ready();
    publisher.kill('SIGKILL');
    await publisher.exit;
    const before = house.camera.acknowledged();
    await house.camera.publish({ count: 20 }).exit;
    const all = [...house.camera.acknowledged()];
    await expectDelivered(house, new Map(brokers === 'aedes' ? all : all.filter(([id]) => !before.has(id))));
    await expectNothingGivenUp(house);
    await expectBooksClosed(house);
  }, 120_000);
});

// What it does is the same over either broker.
test(`kill -9 of the detector at random times (${SEEDED}): what it had published is stored, and the books close`, async () => {
  const random = seededRandom(SEED);
  const house = await openHouse({
    brokers: 'aedes',
    settings: { faceDetector: { source: 'sim:people=2,fps=10', select: 'every' } },
  });
  house.start('face-detector');
  for (const stored of [10, 25]) await killAndRestart(house, 'face-detector', stored, random);
  await untilStored(house, 40);
  await house.kill('face-detector');
  await expectDelivered(house);
  await expectNothingGivenUp(house);
  await expectBooksClosed(house);
}, 120_000);
