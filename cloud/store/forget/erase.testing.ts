import { join } from 'node:path';
import { hiddenShot, temporaryFolder } from '@vedette/core/testing';
import { topicsUnder } from '@vedette/core/topics';
import { expect, onTestFinished } from 'vitest';
import type { Bucket } from '../bucket/bucket.ts';
import { openBucket } from '../bucket/open-bucket.ts';
import type { Catalog, CatalogEntry } from '../catalog/catalog.ts';
import { BEGIN, entryOf, randomEntries } from '../catalog/entries.testing.ts';
import { openCatalog } from '../catalog/open-catalog.ts';
import { DEFAULT_TEMPLATE } from '../keys/shot-key.ts';
import { eraseCovered, surveyCovered } from './erase.ts';
import { type EraseRule, isCovered } from './rule.ts';

const HOUR = 3_600_000_000;
export const RULE = { v: 1, erasedAt: BEGIN + 100 * HOUR } as const;
export const topics = topicsUnder('vedette');

const closed = <T extends { close(): Promise<void> }>(opened: T): T => {
  onTestFinished(() => opened.close());
  return opened;
};

/** An empty bucket and an empty catalog, and what an erase of them takes. */
export async function rig(url = `file:${join(temporaryFolder(), 'bucket')}`) {
  const untold: string[] = [];
  return {
    bucket: closed(await openBucket(url)),
    catalog: closed(await openCatalog(`file:${join(temporaryFolder(), 'catalog.db')}`)),
    ...{ topics, template: DEFAULT_TEMPLATE, untold, onUntold: (key: string) => untold.push(key) },
  };
}

/** Stores a shot as the sink does. */
export async function store(bucket: Bucket, entry: CatalogEntry): Promise<void> {
  const json = `${JSON.stringify(entry)}\n`;
  if (!entry.image) await bucket.putIfAbsent(entry.key, Buffer.from(json), { contentType: 'application/json' });
  else await bucket.putIfAbsent(entry.key, Buffer.from(entry.id), { contentType: 'image/jpeg', describe: () => json });
}

export async function storeAll(
  { bucket, catalog }: { bucket: Bucket; catalog: Catalog },
  entries: readonly CatalogEntry[],
) {
  await Promise.all(entries.map(async (entry) => [await store(bucket, entry), await catalog.add(entry)]));
}

export async function keysIn(bucket: Bucket): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of bucket.list('')) keys.push(key);
  return keys;
}

export const idsIn = async (catalog: Catalog) =>
  (await catalog.shots({ limit: 1_000, order: 'oldest' })).items.map(({ id }) => id).sort();

/** Half of the shots are in the catalog, and all of those that a rule is about go. */
export async function expectErased(url?: string): Promise<void> {
  const given = await rig(url);
  const { bucket, catalog } = given;
  const entries = [...randomEntries(120, 41), entryOf(hiddenShot({ device: 'pole', site: 'barn' }))];
  await storeAll(given, entries.slice(60));
  await Promise.all(entries.slice(0, 60).map((entry) => store(bucket, entry)));
  const rule: EraseRule = { ...RULE, site: 'barn', device: 'pole', from: BEGIN + HOUR };
  const gone = entries.filter((entry) => isCovered(rule, entry));
  const kept = entries.filter((entry) => !isCovered(rule, entry));
  const counts = {
    ...{ shots: gone.length, putAside: 0, derived: 0, bytes: expect.any(Number), untold: 0 },
    uncataloged: gone.filter((entry) => entries.indexOf(entry) < 60).length,
  };
  const survey = await surveyCovered(rule, given);
  expect(survey.counts).toEqual(counts);
  expect([...survey.cameras.values()].reduce((sum, { shots }) => sum + shots, 0)).toBe(gone.length);
  expect(survey.firstAt).toBe(Math.min(...gone.map(({ at }) => at)));
  expect(await eraseCovered(rule, given)).toEqual(counts);
  const left = (await keysIn(bucket)).filter((key) => !key.endsWith('.jpg.json'));
  expect(left).toEqual(kept.map(({ key }) => key).sort());
  for (const { key } of gone) expect(await bucket.get(`${key}.json`)).toBeUndefined();
  expect(await idsIn(catalog)).toEqual(
    kept
      .filter((one) => entries.indexOf(one) >= 60)
      .map(({ id }) => id)
      .sort(),
  );
  const forgotten = await catalog.forgotten();
  expect(forgotten.reduce((sum, { shots }) => sum + shots, 0)).toBe(gone.length);
  expect((await surveyCovered(rule, given)).counts.shots).toBe(0);
}
