import { eventually } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { expectBooksClosed } from '../support/books.ts';
import { imagesIn } from '../support/bucket.ts';
import { expectCounted, expectDelivered, untilStored } from '../support/delivery.ts';
import { openHouse } from '../support/house.ts';
import { networkNamespace } from '../support/network-namespace.ts';

/** TCP alone waits about as long again as the hole lasted; another connection stands within a second of its end. */
const SOON_MS = 10_000;

test('a pulled cable (packets vanish): each shot is one object, and all goes on when it is back (needs root)', async ({
  skip,
}) => {
  const cloud = networkNamespace() ?? skip('only root may make a network namespace');
  const house = await openHouse({ brokers: 'aedes', cloud, settings: { forwarder: { silentAfterSeconds: 1 } } });
  await house.camera.publish({ count: 10 }).exit;
  await untilStored(house, 10);
  cloud.unplug();
  const taken = await house.camera.publish({ count: 20 }).exit;
  expect(taken.code, 'the edge takes everything all the same').toBe(0);
  await eventually('it says so', async () => /nothing has come through|no conn/.test(await house.trouble('forwarder')));
  await eventually('another connection is tried', () => cloud.unanswered() > 0);
  expect(imagesIn(house.bucket)).toHaveLength(10);
  cloud.plugIn();
  await eventually('it goes on', () => imagesIn(house.bucket).length > 10, SOON_MS);
  await expectDelivered(house);
  await expectCounted(house, 30);
  await expectBooksClosed(house);
}, 120_000);
