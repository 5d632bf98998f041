import { type RawBuilder, sql } from 'kysely';

/** When books came: the minutes of a board that wakes in 1970 do not tell how old they are. */
export function addLedgerKept(): RawBuilder<unknown>[] {
  return [sql`alter table ledger add column kept_at bigint`];
}
