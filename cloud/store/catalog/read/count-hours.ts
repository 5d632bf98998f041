import type { Kysely } from 'kysely';
import type { HourCount } from '../answers.ts';
import { fromColumn } from '../column-text.ts';
import type { HourQuery } from '../queries.ts';
import type { Tables } from '../tables.ts';
import { hourOf } from '../write/count.ts';
import { checkQuery } from './check-query.ts';
import { isNone } from './choice.ts';
import { camerasOf } from './list.ts';

/** Whole hours: that in which `from` lies, and those that begin before `to`. */
export async function countHours(db: Kysely<Tables>, query: HourQuery): Promise<HourCount[]> {
  checkQuery(query);
  const cameras = await camerasOf(db, query);
  if (isNone(cameras)) return [];
  let hours = db.selectFrom('hours').innerJoin('cameras', 'cameras.id', 'hours.camera_id');
  if (cameras) hours = hours.where('hours.camera_id', 'in', cameras);
  if (query.from !== undefined) hours = hours.where('hour', '>=', hourOf(query.from));
  if (query.to !== undefined) hours = hours.where('hour', '<', query.to);
  const rows = await hours
    .select(['hour', 'site', 'device', 'camera', 'hours.shots', 'hours.bytes'])
    .orderBy('hour')
    .orderBy('site')
    .orderBy('device')
    .orderBy('camera')
    .execute();
  return rows.map(({ site, device, camera, ...counts }) => ({
    ...counts,
    ...{ site: fromColumn(site), device: fromColumn(device), camera: fromColumn(camera) },
  }));
}
