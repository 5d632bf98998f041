import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { minuteRowSchema } from '@vedette/core/ledger';
import { describeShot } from '@vedette/core/message';
import { sampleShot, temporaryFolder } from '@vedette/core/testing';
import { DEFAULT_TEMPLATE, type KeyTemplate, openBucket, openCatalog, parseKeyTemplate } from '@vedette/store';
import { expect, onTestFinished, test } from 'vitest';
import { countInBucket, isSaid } from './bucket-minutes.ts';
import { countInCatalog } from './catalog-minutes.ts';
import type { EdgeRow } from './compare.ts';

const AT = Date.UTC(2026, 10, 20, 22, 38, 7) * 1_000;
const MINUTE = 60_000_000;
const HOME = { site: 'home', device: 'pole=7', camera: 'Küche' };

function rowOf(minute: string, place = HOME): EdgeRow {
  return { ...place, writtenAt: 0, row: minuteRowSchema.parse({ minute, changedAt: 0 }) };
}

async function bucketOf(template: KeyTemplate, shots: readonly Taken[], folder = temporaryFolder()) {
  for (const [at, place] of shots) {
    const file = join(folder, template.format(sampleShot({ ...place, at })));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'x');
    writeFileSync(`${file}.json`, '{}');
  }
  return { folder, bucket: await openBucket(`file:${folder}`, { create: false }) };
}

type Taken = readonly [at: number, place: typeof HOME];

const SHOTS: readonly Taken[] = [
  [AT, HOME],
  [AT + 1, HOME],
  [AT + MINUTE, HOME],
  [AT + 60 * MINUTE, HOME],
  [AT, { ...HOME, camera: 'other' }],
  [AT, { ...HOME, device: 'pole-8' }],
];

test.each([
  'default',
  '{site}/{camera}/{device}/{year}-{month}/{time}-{id}.{ext}',
  '{site}/{device}/{camera}/{id}-{unix}.{ext}',
])('images are counted by camera and minute of capture, their descriptions are not, in the layout %s', async (text) => {
  const template = parseKeyTemplate(text);
  const { bucket } = await bucketOf(template, SHOTS);
  const count = await countInBucket(bucket, [rowOf('2026-11-20T22:38Z'), rowOf('2026-11-20T22:39Z')], [template]);
  expect(count(HOME, '2026-11-20T22:38Z')).toBe(2);
  expect(count(HOME, '2026-11-20T22:39Z')).toBe(1);
  expect(count({ ...HOME, camera: 'third' }, '2026-11-20T22:38Z')).toBe(0);
});

test('what lies in several layouts is counted in all, and once', async () => {
  const template = parseKeyTemplate(
    '{label}/dt={date}/hour={hour}/site={site}/device={device}/camera={camera}/{time}-{id}.{ext}',
  );
  const { folder } = await bucketOf(DEFAULT_TEMPLATE, [
    [AT, HOME],
    [AT + 1, HOME],
  ]);
  const { bucket } = await bucketOf(template, [[AT + 2, HOME]], folder);
  const rows = [rowOf('2026-11-20T22:38Z')];
  for (const templates of [
    [template, DEFAULT_TEMPLATE],
    [DEFAULT_TEMPLATE, template],
  ]) {
    expect((await countInBucket(bucket, rows, templates))(HOME, '2026-11-20T22:38Z')).toBe(3);
  }
});

test('in the catalog images are counted as in the bucket, but for those whose keys say so', async () => {
  const catalog = await openCatalog(`file:${join(temporaryFolder(), 'catalog.db')}`);
  onTestFinished(() => catalog.close());
  const seed = parseKeyTemplate('seed');
  const swapped = parseKeyTemplate('{device}/{site}/{camera}/{time}-{id}.{ext}');
  const today = parseKeyTemplate('{site}/{device}/{camera}/{time}-{id}.{ext}');
  const lies = async ([at, place]: Taken, template: KeyTemplate) => {
    const shot = sampleShot({ ...place, at });
    await catalog.add({ ...describeShot(shot), key: template.format(shot), storedAt: at });
  };
  for (const [i, taken] of SHOTS.entries()) await lies(taken, i === 0 ? swapped : seed);
  for (const taken of SHOTS) await lies(taken, today);
  const rows = [rowOf('2026-11-20T22:38Z'), rowOf('2026-11-20T22:39Z')];
  const count = await countInCatalog(catalog, rows, (...key) => isSaid(today, ...key));
  expect(count(HOME, '2026-11-20T22:38Z')).toBe(2);
  expect(count(HOME, '2026-11-20T22:39Z')).toBe(1);
  expect(count({ ...HOME, camera: 'third' }, '2026-11-20T22:38Z')).toBe(0);
});
