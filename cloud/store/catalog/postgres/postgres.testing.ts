import { randomBytes } from 'node:crypto';
import { freePort, sharedServer } from '@vedette/core/testing';
import { afterAll, beforeAll } from 'vitest';
import {
  ask,
  PASSWORD,
  POSTGRES_ABSENT,
  type PostgresServer,
  postgresUrl,
  startPostgres,
} from './postgres-server.testing.ts';

export { PASSWORD, POSTGRES_ABSENT };

/** Databases for the tests of a file, at the PostgreSQL server of the run. */
export function postgres() {
  let port: number | undefined;
  beforeAll(async () => {
    if (!POSTGRES_ABSENT) port = await sharedServer('postgres');
  }, 120_000);
  return databasesAt(() => port);
}

/** A server of its own for the tests of a file that has it go away. */
export function ownPostgres() {
  let server: PostgresServer | undefined;
  beforeAll(async () => {
    if (POSTGRES_ABSENT) return;
    server = startPostgres(await freePort());
    await server.ready;
  }, 120_000);
  afterAll(() => server?.kill());
  return Object.assign(
    databasesAt(() => server?.port),
    { start: () => server?.resume(), stop: () => server?.pause() },
  );
}

function databasesAt(port: () => number | undefined) {
  const known = () => {
    const number = port();
    if (number === undefined) throw new Error('the server runs within tests only');
    return number;
  };
  const run = (sql: string, database?: string) => ask(known(), sql, database);
  return {
    run,
    get port() {
      return known();
    },
    urlOf: (database: string) => postgresUrl(known(), database),
    /** A database that nobody else has; tells its name. */
    async newDatabase(options = ''): Promise<string> {
      const name = `catalog_${randomBytes(6).toString('hex')}`;
      await run(`create database ${name} ${options}`);
      return name;
    },
  };
}
