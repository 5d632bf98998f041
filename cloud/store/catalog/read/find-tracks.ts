import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { CatalogTrack, Page } from '../answers.ts';
import { fromColumn, toColumn } from '../column-text.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import type { TrackQuery } from '../queries.ts';
import type { Tables } from '../tables.ts';
import { checkQuery } from './check-query.ts';
import { type Choice, isNone } from './choice.ts';
import { camerasOf, countedIn } from './list.ts';

/** Rejects with BadInputError for a question or a cursor that is none. */
export async function findTracks(db: Kysely<Tables>, query: TrackQuery): Promise<Page<CatalogTrack>> {
  const { limit } = checkQuery(query);
  const cameras = await camerasOf(db, query);
  if (isNone(cameras)) return { items: [] };
  const rows = await tracksIn(db, query, cameras, limit + 1);
  return pageOf(rows, limit, {
    read: ({ site, device, camera, session, track, kind, label, seen, best_id, ...row }) => ({
      ...{ site: fromColumn(site), device: fromColumn(device), camera: fromColumn(camera) },
      ...{ session: fromColumn(session), track: fromColumn(track), kind: kind as CatalogTrack['kind'] },
      ...(label === null ? {} : { label: fromColumn(label) }),
      ...{ seen, bestId: best_id },
      ...countedIn(row),
    }),
    position: ({ first_at, identity }) => [first_at ?? 0, identity],
  });
}

/** With the words of what their best shot shows. */
function tracksIn(db: Kysely<Tables>, { from, to, cursor }: TrackQuery, cameras: Choice | undefined, limit: number) {
  const position = decodeCursor(cursor, z.tuple([z.int(), z.string()]));
  let tracks = db.selectFrom('tracks');
  if (cameras) tracks = tracks.where('tracks.camera_id', 'in', cameras);
  if (from !== undefined) tracks = tracks.where('tracks.first_at', '>=', from);
  if (to !== undefined) tracks = tracks.where('tracks.first_at', '<', to);
  if (position) {
    tracks = tracks.where(sql<boolean>`(tracks.first_at, identity) < (${position[0]}, ${toColumn(position[1])})`);
  }
  const page = tracks.selectAll().orderBy('first_at', 'desc').orderBy('identity', 'desc').limit(limit);
  return db
    .selectFrom(page.as('page'))
    .innerJoin('cameras', 'cameras.id', 'page.camera_id')
    .innerJoin('shots', 'shots.id', 'page.best_id')
    .innerJoin('classes', 'classes.id', 'shots.class_id')
    .select(['page.identity', 'page.session', 'page.track', 'page.seen', 'page.best_id', 'page.shots', 'page.bytes'])
    .select(['page.first_at', 'page.last_at', 'cameras.site', 'cameras.device', 'cameras.camera'])
    .select(['classes.kind', 'classes.label'])
    .orderBy('page.first_at', 'desc')
    .orderBy('page.identity', 'desc')
    .execute();
}
