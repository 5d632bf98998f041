import { ResourceError } from '@vedette/core/errors';
import { type Kysely, type Migration, Migrator, type RawBuilder } from 'kysely';
import type { ColumnTypes, Engine, Unprepared } from '../engine.ts';
import { createShots } from './0001-shots.ts';
import { createLedger } from './0002-ledger.ts';
import { createLeases } from './0003-leases.ts';
import { createClaims } from './0004-claims.ts';
import { createForgotten } from './0005-forgotten.ts';
import { createLedgerWriters } from './0006-ledger-writers.ts';
import { createJobs } from './0007-jobs.ts';
import { createTokens } from './0008-tokens.ts';
import { addLedgerKept } from './0009-ledger-kept.ts';

/** Each makes the tables of the version before into those of the next, for good: what has run anywhere is not edited. */
const MIGRATIONS = {
  '0001-shots': createShots,
  '0002-ledger': createLedger,
  '0003-leases': createLeases,
  '0004-claims': createClaims,
  '0005-forgotten': createForgotten,
  '0006-ledger-writers': createLedgerWriters,
  '0007-jobs': createJobs,
  '0008-tokens': createTokens,
  '0009-ledger-kept': addLedgerKept,
};

const TABLES = { migrationTableName: 'catalog_migrations', migrationLockTableName: 'catalog_migrations_lock' };

export interface MigrateOptions {
  /** False for readers, which find the tables as they are or not at all. */
  readonly create: boolean;
}

/**
 * Brings the tables to this version; of several processes that start at once, one does. Rejects with ResourceError for
 * tables of a later version, and for a reader that finds none, or earlier ones.
 */
export async function migrate({ db, types, url }: Unprepared, { create }: MigrateOptions): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrationsFor(types) }, ...TABLES });
  const done = await doneIn(db);
  const later = [...done].find((name) => !(name in MIGRATIONS));
  if (later !== undefined) {
    throw new ResourceError(
      `the catalog ${url} was made by a later version of this program (${later}); update this one`,
    );
  }
  if (done.size === Object.keys(MIGRATIONS).length) return;
  if (!create) {
    const fault = done.size === 0 ? 'has no tables yet' : 'is of an earlier version';
    throw new ResourceError(`the catalog ${url} ${fault}; start the image sink, or run "vedette reindex"`);
  }
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/** Names of the migrations that have run; none where there is no table of them. */
async function doneIn(db: Engine['db']): Promise<Set<string>> {
  const table = TABLES.migrationTableName;
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === table)) return new Set();
  const rows = await (db as unknown as Kysely<Record<string, { name: string }>>)
    .selectFrom(table)
    .select('name')
    .execute();
  return new Set(rows.map(({ name }) => name));
}

function migrationsFor(types: ColumnTypes): Record<string, Migration> {
  return Object.fromEntries(
    Object.entries(MIGRATIONS).map(([name, statements]) => [name, migrationOf(statements(types))]),
  );
}

function migrationOf(statements: readonly RawBuilder<unknown>[]): Migration {
  return {
    async up(db) {
      for (const statement of statements) await statement.execute(db);
    },
  };
}
