import { type RawBuilder, sql } from 'kysely';
import type { ColumnTypes } from '../engine.ts';

/** Whose something is, and until when by the clock of the database, in ms since the epoch. */
export function createLeases({ text }: ColumnTypes): RawBuilder<unknown>[] {
  return [
    sql`create table leases (name ${text} not null primary key, holder ${text} not null, held_until bigint not null)`,
  ];
}
