import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { ResourceError } from '@vedette/core/errors';
import { Kysely, sql } from 'kysely';
import { DurableFolders } from '../../bucket/durable-folders.ts';
import { bucketError } from '../../bucket/file-error.ts';
import { tableDispenser } from '../../jobs/table-dispenser.ts';
import type { Engine } from '../engine.ts';
import type { Tables } from '../tables.ts';
import { libsqlDialect } from './libsql-dialect.ts';
import { libsqlHint } from './libsql-error.ts';

/** Longer than any batch, and shorter than people wait. */
const LOCK_MS = 10_000;

export interface LibsqlOpenOptions {
  readonly create: boolean;
  readonly lockMs?: number;
}

/**
 * The database in a file, which several processes may have open at once. Makes the file's folder; the file itself is made
 * with the first statement. Rejects with ResourceError where there is none for a reader, or no folder can be made.
 */
export async function openLibsql(file: string, { create, lockMs = LOCK_MS }: LibsqlOpenOptions): Promise<Engine> {
  const folder = dirname(file);
  if (create) await bucketError(`cannot open the catalog ${file}`, () => new DurableFolders(folder).make(folder));
  else if (!existsSync(file)) {
    throw new ResourceError(`there is no catalog ${file}; start the image sink, or run "vedette reindex"`);
  }
  const unprepared = {
    url: `file:${file}`,
    db: new Kysely<Tables>({ dialect: libsqlDialect({ file, lockMs }) }),
    types: { text: sql`text`, id: sql`integer primary key` },
  };
  return {
    ...unprepared,
    prepare: (work) => work(unprepared),
    isAway: () => false, // a disk is there, or nobody knows when it will be
    now: sql`cast(unixepoch('subsec') * 1000 as integer)`,
    takeTurn: async () => undefined, // a transaction has its turn from its begin on
    dispenser: tableDispenser(),
    hintFor: libsqlHint,
  };
}
