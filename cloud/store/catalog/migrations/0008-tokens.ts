import { type RawBuilder, sql } from 'kysely';
import type { ColumnTypes } from '../engine.ts';

/** Who may come in over HTTP, what those who share this catalog keep from others, and shots in the order that they came. */
export function createTokens({ text }: ColumnTypes): RawBuilder<unknown>[] {
  return [
    sql`create table tokens (
      name ${text} not null primary key, sha256 ${text} not null unique, scopes ${text} not null,
      created_at bigint not null, expires_at bigint)`,
    sql`create table secrets (name ${text} not null primary key, secret ${text} not null)`,
    sql`create index shots_by_arrival on shots (stored_at, id)`,
  ];
}
