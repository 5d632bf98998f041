import { minuteOf } from '@vedette/core/ledger';
import type { Kysely } from 'kysely';
import type { ForgottenMinute } from '../answers.ts';
import { fromColumn } from '../column-text.ts';
import type { HourQuery } from '../queries.ts';
import type { Tables } from '../tables.ts';
import { checkQuery } from './check-query.ts';
import { isNone } from './choice.ts';
import { camerasOf } from './list.ts';

/** Minutes that begin in the time. Rejects with BadInputError for a question that is none. */
export async function listForgotten(db: Kysely<Tables>, query: HourQuery): Promise<ForgottenMinute[]> {
  checkQuery(query);
  const cameras = await camerasOf(db, query);
  if (isNone(cameras)) return [];
  let minutes = db.selectFrom('forgotten').innerJoin('cameras', 'cameras.id', 'forgotten.camera_id');
  if (cameras) minutes = minutes.where('camera_id', 'in', cameras);
  if (query.from !== undefined) minutes = minutes.where('minute', '>=', query.from);
  if (query.to !== undefined) minutes = minutes.where('minute', '<', query.to);
  const rows = await minutes
    .select(['minute', 'site', 'device', 'camera', 'forgotten.shots'])
    .orderBy('minute')
    .orderBy('camera_id')
    .execute();
  return rows.map(({ minute, site, device, camera, shots }) => ({
    ...{ site: fromColumn(site), device: fromColumn(device), camera: fromColumn(camera) },
    ...{ minute: minuteOf(minute), shots },
  }));
}
