import { type RawBuilder, sql } from 'kysely';
import type { ColumnTypes } from '../engine.ts';

/** Shots, and what is counted of them. */
export function createShots({ text, id }: ColumnTypes): RawBuilder<unknown>[] {
  const shared = sql`id ${id}, identity ${text} not null unique`;
  const counters = sql`shots bigint not null default 0, bytes bigint not null default 0, first_at bigint, last_at bigint`;
  const sums = sql`cast(sum(shots) as bigint) as shots, cast(sum(bytes) as bigint) as bytes,
    min(first_at) as first_at, max(last_at) as last_at`;
  return [
    sql`create table cameras (
      ${shared}, site ${text} not null, device ${text} not null, camera ${text} not null, ${counters})`,
    sql`create table classes (${shared}, kind ${text} not null, label ${text}, phase ${text}, ${counters})`,
    sql`create table models (${shared}, model ${text} not null, sha256 ${text} not null, ${counters})`,
    sql`create table tracks (
      ${shared}, camera_id bigint not null, session ${text} not null, track ${text} not null,
      seen bigint not null default 0, best_id ${text} not null default '', ${counters})`,
    sql`create index tracks_by_time on tracks (first_at, identity)`,
    sql`create index tracks_by_camera on tracks (camera_id, first_at, identity)`,
    sql`create index tracks_by_name on tracks (track, camera_id, session)`,
    sql`create table hours (
      hour bigint not null, camera_id bigint not null, shots bigint not null, bytes bigint not null,
      primary key (hour, camera_id))`,
    sql`create table shots (
      id ${text} primary key, camera_id bigint not null, class_id bigint not null, model_id bigint, track_id bigint,
      at bigint not null, score double precision, seen bigint, session ${text} not null, seq bigint not null,
      image_bytes bigint not null, key ${text} not null, stored_at bigint not null, description ${text} not null)`,
    // Each begins with what a query names one of and goes on in the order of a page. What else may be asked for stands
    // behind that, so that shots which do not match are passed over in the index.
    sql`create index shots_by_time on shots (at, id, camera_id, class_id, score)`,
    sql`create index shots_by_camera on shots (camera_id, at, id, class_id, score)`,
    sql`create index shots_by_class on shots (class_id, at, id, camera_id, score)`,
    sql`create index shots_by_track on shots (track_id, at, id)`,
    sql`create index shots_by_key on shots (key)`,
    sql`create view devices as
      select site, device, count(*) as cameras, ${sums} from cameras group by site, device`,
    sql`create view labels as
      select kind, label, ${sums} from classes group by kind, label`,
  ];
}
