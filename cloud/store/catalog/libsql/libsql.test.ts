import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillDisk, smallDisk, temporaryFolder } from '@vedette/core/testing';
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { jobsContract } from '../../jobs/jobs.testing.ts';
import { tokensContract } from '../../tokens/tokens.testing.ts';
import { booksContract } from '../books.testing.ts';
import { catalogContract } from '../catalog.testing.ts';
import type { Catalog } from '../catalog.ts';
import { claimsContract } from '../claims/claims.testing.ts';
import { expectCountsToFollow } from '../counts.testing.ts';
import { randomEntries, sampleEntry } from '../entries.testing.ts';
import { expectKillsToDoNoHarm } from '../killed-writers.testing.ts';
import { leasesContract } from '../leases/leases.testing.ts';
import { openCatalog } from '../open-catalog.ts';
import { openOn } from '../open-on.ts';
import { queriesContract } from '../queries.testing.ts';
import { openLibsql } from './open-libsql.ts';

const fresh = async () => {
  const file = join(temporaryFolder(), 'data', 'catalog.db');
  const run = async (sql: string) => {
    const database = new Database(file);
    database.exec(sql);
    database.close();
  };
  return { file, open: () => openCatalog(`file:${file}`), run };
};
catalogContract('libsql', fresh);
queriesContract('libsql', fresh);
booksContract('libsql', fresh);
leasesContract('libsql', fresh);
claimsContract('libsql', fresh);
jobsContract('libsql', fresh);
tokensContract('libsql', fresh);

const closed = (catalog: Catalog) => {
  onTestFinished(() => catalog.close());
  return catalog;
};
const refusal = (words: string) => ({ name: 'ResourceError', message: expect.stringContaining(words) });

test('two processes that write are killed, and what they promised is there', async () => {
  const { file, open } = await fresh();
  await expectKillsToDoNoHarm(`file:${file}`, closed(await open()));
}, 120_000);

test('what is committed is on the disk, in a file for all and one for what is new', async () => {
  const { file, open } = await fresh();
  const catalog = closed(await open());
  await catalog.add(sampleEntry());
  expect(readdirSync(join(file, '..')).sort()).toEqual(['catalog.db', 'catalog.db-shm', 'catalog.db-wal']);
  const database = new Database(file);
  expect(database.pragma('journal_mode')).toMatchObject([{ journal_mode: 'wal' }]);
  database.close();
});

test('a file that is no database is left alone', async () => {
  const file = join(temporaryFolder(), 'notes.txt');
  writeFileSync(file, 'not a database, but something dear to somebody\n'.repeat(100));
  await expect(openCatalog(`file:${file}`)).rejects.toMatchObject(refusal('it is no database'));
});

test('what cannot be a file is said so', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'taken'));
  await expect(openCatalog(`file:${join(folder, 'taken')}`)).rejects.toMatchObject(refusal('cannot be opened'));
  writeFileSync(join(folder, 'file'), '');
  await expect(openCatalog(`file:${join(folder, 'file', 'catalog.db')}`)).rejects.toMatchObject({
    name: 'ResourceError',
  });
});

test('a reader makes nothing', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'catalog.db');
  await expect(openCatalog(`file:${file}`, { create: false })).rejects.toMatchObject(refusal('there is no catalog'));
  expect(existsSync(file)).toBe(false);
  const other = new Database(file);
  other.exec('create table other (id integer)');
  other.close();
  await expect(openCatalog(`file:${file}`, { create: false })).rejects.toMatchObject(refusal('has no tables yet'));
});

test('while another program holds the lock a shot is not added, and the same call adds it later', async () => {
  const { file } = await fresh();
  const catalog = closed(await openOn(await openLibsql(file, { create: true, lockMs: 50 }), {}));
  const other = new Database(file);
  onTestFinished(() => void other.close());
  other.exec('begin immediate');
  const entry = sampleEntry();
  await expect(catalog.add(entry)).rejects.toMatchObject(refusal('another process'));
  expect((await catalog.shots()).items).toEqual([]);
  other.exec('rollback');
  expect(await catalog.add(entry)).toBe('added');
});

test('on a full disk nothing is promised, and with room again it goes on', async ({ skip }) => {
  const folder = smallDisk(4) ?? skip('only root may mount a small disk');
  const catalog = closed(await openCatalog(`file:${join(folder, 'catalog.db')}`));
  await catalog.add(sampleEntry());
  const filler = fillDisk(folder);
  const entries = randomEntries(400, 23);
  const settled = await Promise.allSettled(entries.map((entry) => catalog.add(entry)));
  const refused = settled.filter(({ status }) => status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]).toMatchObject({ reason: refusal('free some space') });
  await expectCountsToFollow(catalog);
  rmSync(filler);
  await Promise.all(entries.map((entry) => catalog.add(entry)));
  expect((await catalog.shots({ limit: 1_000 })).items).toHaveLength(401);
  await expectCountsToFollow(catalog);
});

test('on a disk that is read-only it cannot be opened, not even to read', async ({ skip }) => {
  const folder = smallDisk(4) ?? skip('only root may mount a small disk');
  const url = `file:${join(folder, 'catalog.db')}`;
  const catalog = await openCatalog(url);
  await catalog.add(sampleEntry());
  await catalog.close();
  expect(spawnSync('mount', ['-o', 'remount,ro', folder]).status).toBe(0);
  for (const create of [true, false]) {
    await expect(openCatalog(url, { create })).rejects.toMatchObject(refusal('may this user write to its folder?'));
  }
});
