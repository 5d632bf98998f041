import { describe } from 'vitest';
import { catalogContract } from '../catalog.testing.ts';
import { openCatalog } from '../open-catalog.ts';
import { POSTGRES_ABSENT, postgres } from './postgres.testing.ts';

describe.skipIf(POSTGRES_ABSENT)(`PostgreSQL${POSTGRES_ABSENT}`, () => {
  const server = postgres();
  const fresh = async () => {
    const database = await server.newDatabase();
    return { open: () => openCatalog(server.urlOf(database)), run: (sql: string) => server.run(sql, database) };
  };
  catalogContract('PostgreSQL', fresh);
});
