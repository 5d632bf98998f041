import { freePort } from '@vedette/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
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
import { queriesContract } from '../queries.testing.ts';
import { ownPostgres, PASSWORD, POSTGRES_ABSENT } from './postgres.testing.ts';

const closed = (catalog: Catalog) => {
  onTestFinished(() => catalog.close());
  return catalog;
};
const refusal = (words: string) => ({ name: 'ResourceError', message: expect.stringContaining(words) });

describe.skipIf(POSTGRES_ABSENT)(`PostgreSQL${POSTGRES_ABSENT}`, () => {
  const server = ownPostgres();
  const fresh = async () => {
    const database = await server.newDatabase();
    const url = server.urlOf(database);
    return { url, database, open: () => openCatalog(url), run: (sql: string) => server.run(sql, database) };
  };
  catalogContract('PostgreSQL', fresh);
  queriesContract('PostgreSQL', fresh);
  booksContract('PostgreSQL', fresh);
  leasesContract('PostgreSQL', fresh);
  claimsContract('PostgreSQL', fresh);
  jobsContract('PostgreSQL', fresh);
  tokensContract('PostgreSQL', fresh);

  test('two processes that write are killed, and what they promised is there', async () => {
    const { url, open } = await fresh();
    await expectKillsToDoNoHarm(url, closed(await open()));
  }, 120_000);

  test('what cannot be reached is said, without the password', async () => {
    const { database } = await fresh();
    const good = server.urlOf(database);
    const wrong = new URL(good);
    wrong.password = 'wrong';
    const nobody = new URL(good);
    nobody.password = '';
    const cases: [string, string][] = [
      [wrong.href, 'the password is wrong'],
      [nobody.href, 'wants a password'],
      [server.urlOf('nowhere'), 'no such database'],
      [good.replace(`:${server.port}/`, `:${await freePort()}/`), 'nothing listens there'],
      [good.replace('127.0.0.1', 'nowhere.invalid'), 'host'],
      ['postgres:///x?user=u&host=/nowhere', 'no socket'],
    ];
    for (const [url, words] of cases) {
      const failure = await openCatalog(url).catch((error: unknown) => error);
      expect(failure).toMatchObject(refusal(words));
      const said = String((failure as Error).message);
      for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), 'wrong@']) expect(said).not.toContain(secret);
    }
  });

  test('a server may be away at the start, but not be another one', async () => {
    const { url } = await fresh();
    await expect(openCatalog(server.urlOf('nowhere'), { mayBeAway: true })).rejects.toMatchObject(refusal('no such'));
    await server.stop();
    await expect(openCatalog(url)).rejects.toMatchObject(refusal('nothing listens there'));
    const catalog = closed(await openCatalog(url, { mayBeAway: true }));
    const entry = sampleEntry();
    await expect(catalog.add(entry)).rejects.toMatchObject(refusal('nothing listens there'));
    await server.start();
    expect(await catalog.add(entry)).toBe('added');
  });

  test('the password may come from beside the URL', async () => {
    const { url } = await fresh();
    const bare = new URL(url);
    bare.password = '';
    const catalog = closed(await openCatalog(bare.href, { password: PASSWORD }));
    expect(await catalog.add(sampleEntry())).toBe('added');
    expect(catalog.url).toBe(bare.href);
  });

  test('a reader makes nothing', async () => {
    const { url, run } = await fresh();
    await expect(openCatalog(url, { create: false })).rejects.toMatchObject(refusal('has no tables yet'));
    expect(await run("select * from information_schema.tables where table_schema = 'public'")).toEqual([]);
  });

  test('a user who may not make tables is told', async () => {
    const { url, run } = await fresh();
    await run("create role guest login password 'guest'");
    const guest = new URL(url);
    [guest.username, guest.password] = ['guest', 'guest'];
    await expect(openCatalog(guest.href)).rejects.toMatchObject(refusal('this user may not'));
  });

  test('a database of another encoding is refused', async () => {
    const database = await server.newDatabase("encoding 'LATIN1' template template0 locale 'C'");
    await expect(openCatalog(server.urlOf(database))).rejects.toMatchObject(refusal('--encoding=UTF8'));
  });

  test('a connection that is cut in mid-work leaves no half batch, and the next one works', async () => {
    const { database, open, run } = await fresh();
    const catalog = closed(await open());
    const entries = randomEntries(600, 29);
    const adding = Promise.allSettled(entries.map((entry) => catalog.add(entry)));
    for (let cut = 0; cut < 5; cut++) {
      await run(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = '${database}' and pid <> pg_backend_pid()`);
    }
    await adding;
    await expectCountsToFollow(catalog);
    await Promise.all(entries.map((entry) => catalog.add(entry)));
    expect((await catalog.shots({ limit: 1_000 })).items).toHaveLength(600);
    await expectCountsToFollow(catalog);
  });

  test('while the server is away calls fail, and once it is back they work', async () => {
    const { open } = await fresh();
    const catalog = closed(await open());
    const entry = sampleEntry();
    await server.stop();
    await expect(catalog.add(entry)).rejects.toMatchObject({ name: 'ResourceError' });
    await server.start();
    expect(await catalog.add(entry)).toBe('added');
  });
});
