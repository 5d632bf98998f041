import { type DeviceLedger, deviceLedgerSchema, minuteOf } from '@vedette/core/ledger';
import { temporaryFolder } from '@vedette/core/testing';
import { type Catalog, openCatalog } from '@vedette/store';
import { expect, onTestFinished, test } from 'vitest';
import { readLedger } from './read-ledger.ts';

const MINUTE = 60_000_000;
const BEGIN = Date.UTC(2026, 10, 20, 22) * 1_000;
const NOW = BEGIN / 1_000 + 86_400_000;

async function emptyCatalog(): Promise<Catalog> {
  const catalog = await openCatalog(`file:${temporaryFolder()}/catalog.db`);
  onTestFinished(() => catalog.close());
  return catalog;
}

/** Books of `cameras` cameras over `minutes` minutes, in each of which so much was counted. */
function books(minutes: number, cameras: number, counts: object): DeviceLedger {
  const rows = Array.from({ length: minutes }, (_, i) => ({
    minute: minuteOf(BEGIN + i * MINUTE),
    changedAt: 1,
    ...counts,
  }));
  const of = Array.from({ length: cameras }, (_, i) => ({ camera: `cam${i}`, minutes: rows }));
  return deviceLedgerSchema.parse({ v: 1, site: 'home', device: 'pole', at: 1, cameras: of });
}

test('both sides of a minute are one row, with what they do not explain', async () => {
  const catalog = await emptyCatalog();
  const edge = {
    generated: 9,
    suppressed: 3,
    suppressedBy: { track: 2 },
    shots: 6,
    received: 6,
    stored: 2,
    rejected: 1,
  };
  await catalog.keepLedger('edge', books(1, 1, { ...edge, dropped: { oversize: 1 }, waiting: 2, inFlight: 1 }));
  await catalog.keepLedger('cloud', books(1, 1, { stored: 2, rejected: 1, rejectedBy: { text: 1 } }));
  const { items, next } = await readLedger(catalog, { limit: 10 }, NOW);
  expect(next).toBeUndefined();
  expect(items).toEqual([
    {
      ...{ minute: '2026-11-20T22:00Z', site: 'home', device: 'pole', camera: 'cam0' },
      ...{ generated: 9, suppressed: { track: 2, other: 1 }, dropped: { oversize: 1 }, spooled: 1, inFlight: 1 },
      ...{ stored: 2, duplicates: 0, rejected: { text: 1 }, forgotten: 0, residue: 0, residues: [] },
    },
  ]);
});

test('what is missing is a residue', async () => {
  const catalog = await emptyCatalog();
  await catalog.keepLedger('edge', books(1, 1, { generated: 3, shots: 3, received: 3, stored: 2 }));
  const { items } = await readLedger(catalog, { limit: 10 }, NOW);
  expect(items).toMatchObject([{ residue: 1, residues: [{ name: 'without-an-end', kind: 'gap', count: 1 }] }]);
});

test('pages are of whole minutes, and together they are all of them, once', async () => {
  const catalog = await emptyCatalog();
  const counts = { generated: 1, shots: 1, received: 1, stored: 1 };
  await catalog.keepLedger('edge', books(300, 3, counts));
  await catalog.keepLedger('cloud', books(300, 3, { stored: 1 }));
  const seen: string[] = [];
  let from: number | undefined = BEGIN;
  let pages = 0;
  while (from !== undefined) {
    const page = await readLedger(catalog, { from, limit: 200 }, NOW);
    expect(page.items.every(({ generated, stored }) => generated === 1 && stored === 1)).toBe(true);
    seen.push(...page.items.map(({ minute, camera }) => `${minute} ${camera}`));
    from = page.next;
    pages += 1;
  }
  expect([seen.length, new Set(seen).size]).toEqual([900, 900]);
  expect(pages).toBeGreaterThan(2);
});
