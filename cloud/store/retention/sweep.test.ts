import { expect, test } from 'vitest';
import { BEGIN, randomEntries, sampleEntry } from '../catalog/entries.testing.ts';
import { idsIn, keysIn, rig, storeAll } from '../forget/erase.testing.ts';
import { deadLetterKey } from '../keys/dead-letter-key.ts';
import { isDescriptionKey } from '../keys/description-key.ts';
import { dueBy, planSweep, talliesOf } from './plan-sweep.ts';
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
  expect(dueBy(some)).toEqual({ shots: 0, putAside: 1, bytes: 4 });
  expect(await sweep(some, { bucket, catalog })).toEqual(dueBy(some));
  const all = await planSweep([{ prefix: 'dead-letters/', days: 1 }], tomorrow);
  expect(await sweep(all, { bucket, catalog })).toMatchObject({ putAside: 2 });
  expect((await keysIn(bucket)).filter((key) => !isDescriptionKey(key))).toEqual([
    'invalid/x/1.jpg',
    'tombstones/1.json',
    'tombstones/1.json.json',
  ]);
});

test('what is left to S3 is given two days more, and then what it has left goes, too', async () => {
  const { bucket, catalog, entries } = await filled(71);
  const rule = { kind: 'face', days: 5 } as const;
  const options = { bucket, catalog, now: NOW };
  const [first] = entries.filter(({ kind }) => kind === 'face').toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const prefix = first?.key.slice(0, first.key.indexOf('/camera=')) ?? '';
  const leftToS3 = new Map([[rule, { prefix }]]);
  const isDue = ({ kind, key, at }: (typeof entries)[number]) =>
    kind === 'face' && at < NOW - (key.startsWith(prefix) ? 7 : 5) * DAY;
  const due = entries.filter(isDue);
  const expired = due.filter(({ key }, i) => key.startsWith(prefix) && i % 2 === 0);
  expect([expired.length, due.length]).toEqual([
    expect.toSatisfy((count) => count > 1),
    expect.toSatisfy((count) => count < 199),
  ]);
  for (const { key } of expired) await bucket.remove(key);
  const plan = await planSweep([rule], { ...options, leftToS3 });
  expect(await sweep(plan, options)).toMatchObject({ shots: due.length });
  const kept = entries.filter((entry) => !isDue(entry));
  expect(await idsIn(catalog)).toEqual(kept.map(({ id }) => id).sort());
  for (const { key } of due) expect(await bucket.get(key)).toBeUndefined();
});

test('of so many bytes the newest are left, where a clock was suspect by when they were stored', async () => {
  const given = await rig();
  const { bucket, catalog } = given;
  const clock = { offsetMs: null, suspect: true };
  const hours = Array.from({ length: 1_500 }, (_, i) => i);
  // Each tenth by a board in 1970, or in a year to come.
  const entries = hours.map((hour) => {
    const at = NOW - (hour + 1) * HOUR;
    const wrong = hour % 20 === 0 ? 5_000_000 + hour : NOW + 400 * DAY - hour;
    return { ...sampleEntry(hour % 10 === 0 ? { at: wrong, clock } : { at }), storedAt: at };
  });
  await Promise.all(entries.map((entry) => catalog.add(entry)));
  const bytes = entries.slice(0, 744).reduce((sum, { image }) => sum + (image?.bytes ?? 0), 0);
  const plan = await planSweep([{ bytes }], { bucket, catalog, now: NOW });
  expect(entries.filter((entry) => plan.shots.isDue(entry))).toEqual(entries.slice(744));
  expect(await sweep(plan, { bucket, catalog })).toMatchObject({ shots: entries.length - 744 });
});
