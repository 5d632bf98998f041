import { type RawBuilder, sql } from 'kysely';
import type { ColumnTypes } from '../engine.ts';

/** Lists of operations on pictures, and what became of them. Times are in ms, by the clock of the database. */
export function createJobs({ text }: ColumnTypes): RawBuilder<unknown>[] {
  return [
    sql`create table jobs (
      id ${text} not null primary key, image ${text} not null, operations ${text} not null,
      max_attempts bigint not null, state ${text} not null, attempts bigint not null,
      created_at bigint not null, changed_at bigint not null,
      started_at bigint, done_at bigint, held_until bigint, worker ${text}, error ${text}, result ${text})`,
    sql`create index jobs_by_time on jobs (created_at, id)`,
    sql`create index jobs_by_state on jobs (state, created_at, id)`,
    sql`create index jobs_by_image on jobs (image, created_at, id)`,
    sql`create index jobs_by_change on jobs (changed_at, id)`,
  ];
}
