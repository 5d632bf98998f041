import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hiddenShot, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Bucket } from '../bucket/bucket.ts';
import { openBucket } from '../bucket/open-bucket.ts';
import { RADOSGW_ABSENT, radosgw } from '../bucket/s3/radosgw.testing.ts';
import { writeTombstone } from '../forget/tombstones.ts';
import { deadLetterKey } from '../keys/dead-letter-key.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';
import { allOf, expectCountsToFollow } from './counts.testing.ts';
import { entryOf, randomEntries, sampleEntry } from './entries.testing.ts';
import { openCatalog } from './open-catalog.ts';
import { POSTGRES_ABSENT, postgres } from './postgres/postgres.testing.ts';
import { Reindex } from './reindex.ts';

const closed = <T extends { close(): Promise<void> }>(opened: T): T => {
  onTestFinished(() => opened.close());
  return opened;
};
const catalogAt = async (url: string) => closed(await openCatalog(url));
const newFile = () => `file:${join(temporaryFolder(), 'catalog.db')}`;
const newBucket = async () => closed(await openBucket(`file:${join(temporaryFolder(), 'bucket')}`));

/** Stores a shot as the sink does. */
async function store(bucket: Bucket, entry: CatalogEntry): Promise<void> {
  const json = `${JSON.stringify(entry)}\n`;
  if (!entry.image) await bucket.putIfAbsent(entry.key, Buffer.from(json), { contentType: 'application/json' });
  else await bucket.putIfAbsent(entry.key, Buffer.from(entry.id), { contentType: 'image/jpeg', describe: () => json });
}

async function run(bucket: Bucket, catalog: Catalog, options: { keep?: boolean; signal?: AbortSignal } = {}) {
  const details: string[] = [];
  const reindex = new Reindex({ bucket, catalog, ...options, onSkipped: (key, why) => details.push(`${key}: ${why}`) });
  await reindex.run();
  return { counts: reindex.counts, details };
}

const NONE = { undescribed: 0, noShot: 0, erased: 0, twice: 0 };

/** A bucket of all sorts of shots, and the catalog that grew with it; then another is made of the bucket alone. */
async function expectRebuilt(bucket: Bucket, grown: Catalog, rebuilt: Catalog): Promise<void> {
  const odd = ['..', '%', '日本', 'x'.repeat(300), '\ud800', "'", '\\'].map((name) => sampleEntry({ camera: name }));
  const entries = [...randomEntries(150, 31), ...odd, entryOf(hiddenShot()), entryOf(hiddenShot({ label: 'a\0b' }))];
  await Promise.all(entries.map(async (entry) => [await store(bucket, entry), await grown.add(entry)]));
  const { counts } = await run(bucket, rebuilt);
  const { length } = entries;
  expect(counts).toEqual({ objects: length, present: 0, added: length, skipped: NONE, removed: 0 });
  expect(await allOf(rebuilt)).toEqual(await allOf(grown));
  await expectCountsToFollow(rebuilt);
  const again = await run(bucket, rebuilt);
  expect(again.counts).toEqual({ objects: length, present: length, added: 0, skipped: NONE, removed: 0 });
}

test('a catalog that was deleted is made anew of the bucket alone', async () => {
  const url = newFile();
  const grown = await openCatalog(url);
  const bucket = await newBucket();
  await expectRebuilt(bucket, grown, await catalogAt(newFile()));
  const before = await allOf(grown);
  await grown.close();
  for (const end of ['', '-wal', '-shm']) rmSync(`${url.slice('file:'.length)}${end}`, { force: true });
  const anew = await catalogAt(url);
  await run(bucket, anew);
  expect(await allOf(anew)).toEqual(before);
});

describe.skipIf(POSTGRES_ABSENT)(`of PostgreSQL${POSTGRES_ABSENT}`, () => {
  const server = postgres();
  test('it is the same as of a file', async () => {
    const rebuilt = await catalogAt(server.urlOf(await server.newDatabase()));
    await expectRebuilt(await newBucket(), await catalogAt(newFile()), rebuilt);
  });
});

describe.skipIf(RADOSGW_ABSENT)(`from S3${RADOSGW_ABSENT}`, () => {
  const server = radosgw();
  test('descriptions within the objects are read', async () => {
    const bucket = closed(await openBucket(server.newPlace()));
    await expectRebuilt(bucket, await catalogAt(newFile()), await catalogAt(newFile()));
  });
});

test('what is no shot is passed over, and it says why', async () => {
  const [bucket, catalog] = [await newBucket(), await catalogAt(newFile())];
  const put = (key: string, describe?: () => string) =>
    bucket.putIfAbsent(key, Buffer.from('x'), { contentType: 'image/jpeg', ...(describe && { describe }) });
  const entry = sampleEntry();
  await store(bucket, entry);
  await put('somebody/own.jpg');
  await put('broken.jpg', () => '{');
  await put('list.jpg', () => '[]');
  await put('old.jpg', () => JSON.stringify({ ...sampleEntry(), score: 2 }));
  await put(deadLetterKey('ab'.repeat(32)), () => JSON.stringify({ reason: 'text', detail: '' }));
  const refused = { ...sampleEntry(), key: 'invalid/undecodable/dt=2026-11-20/ab.jpg' };
  await put(refused.key, () => JSON.stringify(refused));
  const { counts, details } = await run(bucket, catalog);
  expect(counts).toEqual({
    ...{ objects: 7, present: 0, added: 1, removed: 0 },
    skipped: { ...NONE, undescribed: 1, noShot: 5 },
  });
  expect(details.sort().map((line) => line.split(':')[0])).toEqual([
    ...['broken.jpg', deadLetterKey('ab'.repeat(32)), refused.key, 'list.jpg', 'old.jpg', 'somebody/own.jpg'],
  ]);
  expect((await catalog.shots()).items).toEqual([entry]);
});

test('what is being erased is not added again', async () => {
  const [bucket, catalog] = [await newBucket(), await catalogAt(newFile())];
  const [gone, kept] = [sampleEntry({ device: 'gone' }), sampleEntry({ device: 'kept' })];
  await Promise.all([store(bucket, gone), store(bucket, kept)]);
  const tombstone = await writeTombstone(bucket, { v: 1, device: 'gone', erasedAt: gone.at + 1 });
  const { counts, details } = await run(bucket, catalog);
  expect(counts).toMatchObject({ added: 1, skipped: { ...NONE, erased: 1 } });
  expect(details).toEqual([`${gone.key}: it was erased, by ${tombstone}`]);
  expect((await allOf(catalog)).shots.map(({ id }) => id)).toEqual([kept.id]);
});

test('a shot whose object is gone is removed, unless it is to be kept', async () => {
  const [bucket, catalog] = [await newBucket(), await catalogAt(newFile())];
  const entries = randomEntries(40, 37);
  await Promise.all(entries.map((entry) => catalog.add(entry)));
  for (const entry of entries.slice(0, 25)) await store(bucket, entry);
  expect((await run(bucket, catalog, { keep: true })).counts).toMatchObject({ present: 25, added: 0, removed: 0 });
  expect((await run(bucket, catalog)).counts).toMatchObject({ present: 25, added: 0, removed: 15 });
  await expectCountsToFollow(catalog);
});

test('an object that moved is found where it is now; one that lies in two places counts once', async () => {
  const [bucket, catalog] = [await newBucket(), await catalogAt(newFile())];
  const moves = [
    ['b/old.jpg', 'a/new.jpg'],
    ['a/old.jpg', 'b/new.jpg'],
  ] as const;
  for (const [from, to] of moves) {
    const entry = sampleEntry();
    await catalog.add({ ...entry, key: from });
    await store(bucket, { ...entry, key: to });
    await store(bucket, { ...entry, key: `${to}.copy.jpg` });
  }
  const { counts } = await run(bucket, catalog);
  expect(counts).toMatchObject({ objects: 4, added: 2, skipped: { ...NONE, twice: 2 } });
  const { items } = await catalog.shots();
  for (const { key } of items) expect(await bucket.get(key)).toBeDefined();
  expect((await run(bucket, catalog)).counts).toMatchObject({ present: 2, removed: 0, skipped: { twice: 2 } });
});

test('what was stopped goes on where it was', async () => {
  const [bucket, catalog] = [await newBucket(), await catalogAt(newFile())];
  const entries = randomEntries(120, 41);
  await Promise.all(entries.map((entry) => store(bucket, entry)));
  const stop = new AbortController();
  let read = 0;
  const stopping: Bucket = {
    ...bucket,
    get: (key) => {
      read += 1;
      if (read === 60) stop.abort();
      return bucket.get(key);
    },
  };
  const { counts } = await run(stopping, catalog, { signal: stop.signal });
  expect(counts.added).toBeLessThan(entries.length);
  expect((await run(bucket, catalog)).counts).toMatchObject({ objects: 120, present: counts.added, removed: 0 });
  expect(new Set((await catalog.shots({ limit: 1_000 })).items)).toEqual(new Set(entries));
});

test('a bucket that fails ends it, and nothing is removed for that', async () => {
  const folder = join(temporaryFolder(), 'bucket');
  const [bucket, catalog] = [closed(await openBucket(`file:${folder}`)), await catalogAt(newFile())];
  await catalog.add(sampleEntry());
  rmSync(folder, { recursive: true });
  writeFileSync(folder, '');
  await expect(run(bucket, catalog)).rejects.toMatchObject({ name: 'ResourceError' });
  expect((await catalog.shots()).items).toHaveLength(1);
});

test('while it runs, shots are stored', async () => {
  const [bucket, catalog] = [await newBucket(), await catalogAt(newFile())];
  const entries = randomEntries(300, 43);
  for (const entry of entries.slice(0, 100)) await store(bucket, entry);
  const storing = Promise.all(
    entries.slice(100).map(async (entry) => {
      await store(bucket, entry);
      await catalog.add(entry);
    }),
  );
  await run(bucket, catalog);
  await storing;
  expect((await run(bucket, catalog)).counts).toMatchObject({ objects: 300, added: 0, removed: 0 });
  await expectCountsToFollow(catalog);
});
