import { basename, dirname } from 'node:path/posix';
import { expect, test } from 'vitest';
import type { CatalogEntry } from '../catalog/catalog.ts';
import { BEGIN, randomEntries } from '../catalog/entries.testing.ts';
import { parsePackedKey } from '../keys/packed-key.ts';
import type { Placed } from '../packs/claimed-packs.ts';
import { PackStore, type ShotForPack } from '../packs/pack-store.ts';
import { planSweep } from '../retention/plan-sweep.ts';
import { sweep } from '../retention/sweep.ts';
import { idsIn, keysIn, RULE, rig } from './erase.testing.ts';
import { eraseCovered } from './erase.ts';
import { isCovered } from './rule.ts';

const HOUR = 3_600_000_000;
const DAY = 24 * HOUR;

/** A bucket in which shots lie in packs, by kind, hour and camera. */
async function packed(seed: number) {
  const given = await rig();
  const { bucket, catalog } = given;
  const store = new PackStore({ bucket, claims: catalog.claims });
  const all = randomEntries(200, seed);
  const entries: CatalogEntry[] = [];
  for (const folder of new Set(all.map(({ key }) => dirname(key)))) {
    const some = all.filter(({ key }) => dirname(key) === folder);
    const [first, ...others] = some.map(
      (entry): ShotForPack => ({
        ...{ id: entry.id, name: basename(entry.key), at: entry.at },
        contentFor: (key) => ({ body: Buffer.from(entry.id), description: JSON.stringify({ ...entry, key }) }),
      }),
    );
    const placed = first ? await store.store(folder, [first, ...others]) : [];
    entries.push(...some.map((entry, i) => ({ ...entry, key: keyOf(placed[i]) })));
  }
  await Promise.all(entries.map((entry) => catalog.add(entry)));
  return { ...given, entries };
}

const keyOf = (place: Placed | undefined) => (typeof place === 'object' && 'key' in place ? place.key : '');
const packOf = ({ key }: CatalogEntry) => parsePackedKey(key)?.pack ?? '';

test('what is erased is in no pack any more, and what lay beside it still is', async () => {
  const given = await packed(73);
  const { bucket, catalog, entries } = given;
  const rule = { ...RULE, track: '1' };
  const gone = entries.filter((entry) => isCovered(rule, entry));
  const kept = entries.filter((entry) => !isCovered(rule, entry));
  const before = await Promise.all(gone.map((entry) => bucket.get(packOf(entry))));
  expect(before.every((pack, i) => pack?.includes(gone[i]?.id ?? ''))).toBe(true);
  expect(await eraseCovered(rule, given)).toMatchObject({ shots: gone.length, uncataloged: 0 });
  expect(await keysIn(bucket)).toEqual(kept.map(({ key }) => key).sort());
  for (const entry of gone) expect((await bucket.get(packOf(entry)))?.includes(entry.id) ?? false).toBe(false);
  for (const { key, id } of kept) expect(String(await bucket.get(key))).toBe(id);
  expect(await idsIn(catalog)).toEqual(kept.map(({ id }) => id).sort());
});

test('a pack goes when all in it have had their time', async () => {
  const { bucket, catalog, entries } = await packed(79);
  const now = BEGIN + 7 * DAY + 2 * HOUR;
  const plan = await planSweep([{ days: 7 }], { bucket, catalog, now });
  await sweep(plan, { bucket, catalog });
  const kept = entries.filter(({ at }) => at >= BEGIN + 2 * HOUR);
  expect(await keysIn(bucket)).toEqual(kept.map(({ key }) => key).sort());
  for (const entry of entries) {
    const isThere = (await bucket.get(packOf(entry))) !== undefined;
    expect(isThere, entry.key).toBe(kept.includes(entry));
  }
});
