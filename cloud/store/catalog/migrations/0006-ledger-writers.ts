import { type RawBuilder, sql } from 'kysely';
import type { ColumnTypes } from '../engine.ts';

/** The books of several who count the same minutes, beside each other; neither engine can add to a primary key. */
export function createLedgerWriters({ text }: ColumnTypes): RawBuilder<unknown>[] {
  return [
    sql`create table ledger_of_writers (
      minute bigint not null, camera_id bigint not null, side ${text} not null, writer ${text} not null,
      changed_at bigint not null, counts ${text} not null,
      primary key (minute, camera_id, side, writer))`,
    sql`insert into ledger_of_writers (minute, camera_id, side, writer, changed_at, counts)
      select minute, camera_id, side, '', changed_at, counts from ledger`,
    sql`drop table ledger`,
    sql`alter table ledger_of_writers rename to ledger`,
  ];
}
