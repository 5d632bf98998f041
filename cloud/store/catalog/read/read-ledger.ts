import { type MinuteRow, minuteOf, minuteRowSchema, sumRows } from '@vedette/core/ledger';
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { LedgerMinute, LedgerSide, Page } from '../answers.ts';
import { fromColumn, toColumn } from '../column-text.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import type { LedgerQuery } from '../queries.ts';
import type { Tables } from '../tables.ts';
import { checkQuery } from './check-query.ts';
import { isNone } from './choice.ts';
import { camerasOf } from './list.ts';

type Found<O = unknown> = SelectQueryBuilder<Tables, 'ledger' | 'cameras', O>;

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
  const places = await minutes
    .select(['minute', 'camera_id', 'side', 'site', 'device', 'camera'])
    .groupBy(['minute', 'camera_id', 'side', 'site', 'device', 'camera'])
    .orderBy('minute')
    .orderBy('camera_id')
    .orderBy('side')
    .limit(limit + 1)
    .execute();
  const rows = await rowsOfWriters(minutes, places.slice(0, limit));
  return pageOf(places, limit, {
    read: (place) => ({
      side: place.side as LedgerSide,
      ...{ site: fromColumn(place.site), device: fromColumn(place.device), camera: fromColumn(place.camera) },
      row: together(place.minute, rows.get(nameOf(place)) ?? []),
    }),
    position: ({ minute, camera_id, side }) => [minute, camera_id, side],
  });
}

interface Place {
  readonly minute: number;
  readonly camera_id: number;
  readonly side: string;
}

/** What each writer has said of the minutes of a page. */
async function rowsOfWriters(minutes: Found, page: readonly Place[]): Promise<ReadonlyMap<string, MinuteRow[]>> {
  const rows = new Map<string, MinuteRow[]>(page.map((place) => [nameOf(place), []]));
  const last = page.at(-1);
  if (!last) return rows;
  const { minute, camera_id, side } = last;
  const upToLast = sql<boolean>`(minute, camera_id, side) <= (${minute}, ${camera_id}, ${side})`;
  const all = await minutes.select(['minute', 'camera_id', 'side', 'counts']).where(upToLast).execute();
  for (const row of all) rows.get(nameOf(row))?.push(minuteRowSchema.parse(JSON.parse(row.counts)));
  return rows;
}

function nameOf({ minute, camera_id, side }: Place): string {
  return `${minute} ${camera_id} ${side}`;
}

/** One row of what several have counted of a minute. */
function together(minute: number, rows: readonly MinuteRow[]): MinuteRow {
  const changedAt = Math.max(0, ...rows.map((row) => row.changedAt));
  return { minute: minuteOf(minute), changedAt, ...sumRows(rows) };
}
