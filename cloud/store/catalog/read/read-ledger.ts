import { minuteRowSchema } from '@vedette/core/ledger';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { LedgerMinute, LedgerQuery, LedgerSide, Page } from '../catalog.ts';
import { fromColumn, toColumn } from '../column-text.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import type { Tables } from '../tables.ts';
import { checkQuery } from './check-query.ts';
import { isNone } from './choice.ts';
import { camerasOf } from './list.ts';

/** Rejects with BadInputError for a question or a cursor that is none. */
export async function readLedger(db: Kysely<Tables>, query: LedgerQuery): Promise<Page<LedgerMinute>> {
  const { limit } = checkQuery(query);
  const position = decodeCursor(query.cursor, z.tuple([z.int(), z.int(), z.string()]));
  const cameras = await camerasOf(db, query);
  if (isNone(cameras)) return { items: [] };
  let minutes = db.selectFrom('ledger').innerJoin('cameras', 'cameras.id', 'ledger.camera_id');
  if (cameras) minutes = minutes.where('camera_id', 'in', cameras);
  if (query.from !== undefined) minutes = minutes.where('minute', '>=', query.from);
  if (query.to !== undefined) minutes = minutes.where('minute', '<', query.to);
  if (position) {
    const [minute, camera, side] = position;
    minutes = minutes.where(sql<boolean>`(minute, camera_id, side) > (${minute}, ${camera}, ${toColumn(side)})`);
  }
  const rows = await minutes
    .select(['minute', 'camera_id', 'side', 'counts', 'site', 'device', 'camera'])
    .orderBy('minute')
    .orderBy('camera_id')
    .orderBy('side')
    .limit(limit + 1)
    .execute();
  return pageOf(rows, limit, {
    read: ({ side, site, device, camera, counts }) => ({
      side: side as LedgerSide,
      ...{ site: fromColumn(site), device: fromColumn(device), camera: fromColumn(camera) },
      row: minuteRowSchema.parse(JSON.parse(counts)),
    }),
    position: ({ minute, camera_id, side }) => [minute, camera_id, side],
  });
}
