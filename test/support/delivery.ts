import { eventually } from '@vedette/core/testing';
import { expect } from 'vitest';
import { imageHashes, imageIds, imagesIn } from './bucket.ts';
import type { House } from './house.ts';

/** Far more than it takes, on a machine that is busy with other tests. */
const LIMIT_MS = 60_000;

/** Waits until so many objects are in the bucket. */
export async function untilStored(house: House, count: number): Promise<void> {
  await eventually(`${count} objects`, () => imagesIn(house.bucket).length >= count, LIMIT_MS);
}

/** Waits until each shot has its receipt. */
export async function untilReceipted(house: House): Promise<void> {
  await eventually('all have their receipts', () => isSpoolEmpty(house), LIMIT_MS);
}

/**
 * Waits until nothing is on its way any more, and holds the bucket against what was promised: each shot that `promised`
 * has is there byte for byte, and no shot is there twice, promised or not.
 */
export async function expectDelivered(house: House, promised = house.camera.acknowledged()): Promise<void> {
  const missing = () => {
    const stored = imageIds(house.bucket);
    return [...promised.keys()].filter((id) => !stored.has(id));
  };
  const arrived = async () => missing().length === 0 && (await isSpoolEmpty(house));
  await eventually('nothing waits, and all are stored', arrived, LIMIT_MS).catch((error) => {
    const said = house.running('forwarder').stderr();
    throw new Error(
      `${error.message}: ${missing().length} of ${promised.size} are missing; the forwarder said:\n${said}`,
    );
  });
  const hashes = imageHashes(house.bucket);
  for (const [id, sha256] of promised) expect(hashes.get(id), id).toEqual([sha256]);
  for (const [id, found] of hashes) expect(found, id).toHaveLength(1);
}

/** What the forwarder says that it did since its start: each of `count` shots taken once, and ended by a receipt once. */
export async function expectCounted(house: House, count: number): Promise<void> {
  const of = (name: string, label?: string) => house.metric('forwarder', `vedette_forwarder_${name}`, label);
  const receipts = (outcome: string) => of('receipts_total', `outcome="${outcome}"`);
  const counted = {
    taken: (await of('received_total')) - (await of('redelivered_total')),
    ended: (await receipts('stored')) + (await receipts('duplicate')),
    rejected: await receipts('rejected'),
    dropped: await of('dropped_total'),
    inFlight: await of('in_flight_entries'),
  };
  expect(counted).toEqual({ taken: count, ended: count, rejected: 0, dropped: 0, inFlight: 0 });
}

/** What the forwarder says since its last start; it may have been killed, and its counts with it. */
export async function expectNothingGivenUp(house: House): Promise<void> {
  const of = (name: string, label?: string) => house.metric('forwarder', `vedette_forwarder_${name}`, label);
  const counted = {
    dropped: await of('dropped_total'),
    rejected: await of('receipts_total', 'outcome="rejected"'),
    mismatch: await of('receipts_total', 'outcome="mismatch"'),
    damaged: await of('damaged_records_total'),
    unreadable: await of('unreadable_total'),
    inFlight: await of('in_flight_entries'),
  };
  expect(counted).toEqual({ dropped: 0, rejected: 0, mismatch: 0, damaged: 0, unreadable: 0, inFlight: 0 });
}

async function isSpoolEmpty(house: House): Promise<boolean> {
  const entries = await house.metric('forwarder', 'vedette_forwarder_spool_entries').catch(() => undefined);
  return entries === 0;
}
