import { type RawBuilder, sql } from 'kysely';
import type { ColumnTypes } from '../engine.ts';

/** The books of edge and cloud, by camera and minute of capture. */
export function createLedger({ text }: ColumnTypes): RawBuilder<unknown>[] {
  return [
    sql`create table ledger (
      minute bigint not null, camera_id bigint not null, side ${text} not null,
      changed_at bigint not null, counts ${text} not null,
      primary key (minute, camera_id, side))`,
  ];
}
