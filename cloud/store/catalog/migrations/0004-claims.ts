import { type RawBuilder, sql } from 'kysely';
import type { ColumnTypes } from '../engine.ts';

/** Into which pack a shot goes that is not in `shots` yet; others should not ask until then, in ms since the epoch. */
export function createClaims({ text }: ColumnTypes): RawBuilder<unknown>[] {
  return [
    sql`create table claims (id ${text} not null primary key, pack ${text} not null, held_until bigint not null)`,
  ];
}
