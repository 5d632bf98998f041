import { expect, test } from 'vitest';
import { BEGIN, randomEntries } from '../catalog/entries.testing.ts';
import { idsIn, keysIn, rig, storeAll } from '../forget/erase.testing.ts';
import { deadLetterKey } from '../keys/dead-letter-key.ts';
import { isDescriptionKey } from '../keys/description-key.ts';
import { DEFAULT_TEMPLATE } from '../keys/shot-key.ts';
import { shareWithS3 } from './lifecycle/expiring.ts';
import { planSweep, talliesOf } from './plan-sweep.ts';
import { sweep } from './sweep.ts';

const HOUR = 3_600_000_000;
const DAY = 24 * HOUR;
/** Of five hours of shots, two are due. */
const NOW = BEGIN + 7 * DAY + 2 * HOUR;
const RULES = [{ site: 'home', days: 7 }];

async function filled(seed: number) {
  const given = await rig();
  const entries = randomEntries(200, seed);
  await storeAll(given, entries);
  const kept = entries.filter(({ site, at }) => site !== 'home' || at >= NOW - 7 * DAY);
  return { ...given, entries, kept, ids: kept.map(({ id }) => id).sort() };
}

test('what is due goes from bucket and catalog, and is counted; the rest stays', async () => {
  const { bucket, catalog, entries, kept, ids } = await filled(59);
  const plan = await planSweep(RULES, { bucket, catalog, now: NOW });
  expect(plan.shots.dueShots).toBe(entries.length - kept.length);
  expect(plan.shots.dueShots).toBeGreaterThan(20);
  const counts = await sweep(plan, { bucket, catalog });
  expect(counts).toEqual({ shots: plan.shots.dueShots, putAside: 0, bytes: plan.shots.tallies[0]?.dueBytes });
  expect(await idsIn(catalog)).toEqual(ids);
  expect((await keysIn(bucket)).filter((key) => !key.endsWith('.jpg.json'))).toEqual(kept.map(({ key }) => key).sort());
  expect((await catalog.forgotten()).reduce((sum, { shots }) => sum + shots, 0)).toBe(plan.shots.dueShots);
  expect((await planSweep(RULES, { bucket, catalog, now: NOW })).shots.dueShots).toBe(0);
});

test('a sweep that was cut short is finished by the next', async () => {
  const { bucket, catalog, entries, ids } = await filled(61);
  const stop = new AbortController();
  let removed = 0;
  const remove = async (key: string) => {
    removed += 1;
    if (removed === 10) stop.abort();
    return bucket.remove(key);
  };
  const cut = await planSweep(RULES, { bucket, catalog, now: NOW });
  await sweep(cut, { bucket: { ...bucket, remove }, catalog, signal: stop.signal });
  expect(await idsIn(catalog)).toHaveLength(entries.length);
  await sweep(await planSweep(RULES, { bucket, catalog, now: NOW }), { bucket, catalog });
  expect(await idsIn(catalog)).toEqual(ids);
  expect((await catalog.forgotten()).reduce((sum, { shots }) => sum + shots, 0)).toBe(entries.length - ids.length);
});

test('of so many bytes the newest are left, however often it is swept', async () => {
  const { bucket, catalog, entries } = await filled(67);
  const bytes = entries.slice(0, 50).reduce((sum, { image }) => sum + (image?.bytes ?? 0), 0);
  const newest = entries.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).slice(0, 50);
  for (let time = 0; time < 2; time++) {
    await sweep(await planSweep([{ bytes }], { bucket, catalog, now: NOW }), { bucket, catalog });
    expect(await idsIn(catalog)).toEqual(newest.map(({ id }) => id).sort());
  }
});

test('what was put aside goes by its prefix, and by no rule that names none; tombstones stay', async () => {
  const { bucket, catalog } = await rig();
  const now = Date.now() * 1_000;
  const put = (key: string) =>
    bucket.putIfAbsent(key, Buffer.from('text'), { contentType: 'text/plain', describe: () => '{}' });
  const letters = ['a', 'b', 'c'].map((digit) => deadLetterKey(digit.repeat(64)));
  for (const key of [...letters, 'invalid/x/1.jpg', 'tombstones/1.json']) await put(key);
  const tomorrow = { bucket, catalog, now: now + DAY + HOUR };
  const none = await planSweep([{ days: 1 }, { prefix: 'tombstones/', days: 1 }], tomorrow);
  expect(await sweep(none, { bucket, catalog })).toEqual({ shots: 0, putAside: 0, bytes: 0 });
  const young = await planSweep([{ prefix: 'dead-letters/', days: 2 }], tomorrow);
  expect(await sweep(young, { bucket, catalog })).toMatchObject({ putAside: 0 });
  const some = await planSweep([{ prefix: 'dead-letters/', bytes: 8 }], tomorrow);
  expect(talliesOf(some)).toMatchObject([{ shots: 3, bytes: 12, dueShots: 1, dueBytes: 4 }]);
  expect(await sweep(some, { bucket, catalog })).toEqual({ shots: 0, putAside: 1, bytes: 4 });
  const all = await planSweep([{ prefix: 'dead-letters/', days: 1 }], tomorrow);
  expect(await sweep(all, { bucket, catalog })).toMatchObject({ putAside: 2 });
  expect((await keysIn(bucket)).filter((key) => !isDescriptionKey(key))).toEqual([
    'invalid/x/1.jpg',
    'tombstones/1.json',
    'tombstones/1.json.json',
  ]);
});

test('what S3 removes by itself is left to it for a while, and then the catalog is brought after', async () => {
  const { bucket, catalog, entries } = await filled(71);
  const { rules, expiring } = shareWithS3(
    [
      { kind: 'face', days: 5 },
      { kind: 'object', label: 'car' },
    ],
    DEFAULT_TEMPLATE,
  );
  expect([rules[0], expiring.size]).toEqual([{ kind: 'face', days: 7 }, 1]);
  const due = entries.filter(({ kind, at }) => kind === 'face' && at < NOW - 7 * DAY);
  const expired = due.filter((_, i) => i % 2 === 0);
  for (const { key } of expired) await bucket.remove(key);
  const plan = await planSweep(rules, { bucket, catalog, now: NOW });
  expect(await sweep(plan, { bucket, catalog, expiring })).toMatchObject({ shots: expired.length });
  expect(await idsIn(catalog)).toHaveLength(entries.length - expired.length);
  for (const { key } of due.filter((one) => !expired.includes(one))) expect(await bucket.get(key)).toBeDefined();
});
