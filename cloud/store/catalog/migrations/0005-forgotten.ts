import { type RawBuilder, sql } from 'kysely';

/** How many shots were forgotten, by camera and minute of capture. */
export function createForgotten(): RawBuilder<unknown>[] {
  return [
    sql`create table forgotten (
      minute bigint not null, camera_id bigint not null, shots bigint not null, primary key (minute, camera_id))`,
  ];
}
