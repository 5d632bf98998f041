import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { CatalogShot, Page, ShotQuery } from '../catalog.ts';
import { toColumn } from '../column-text.ts';
import { decodeCursor, limitOf, pageOf } from '../cursor.ts';
import { fromDescription } from '../entry.ts';
import type { Tables } from '../tables.ts';
import { camerasOf } from './places.ts';

type Shots = SelectQueryBuilder<Tables, 'shots', object>;

/** Rejects with BadInputError for a limit or a cursor that is none. */
export async function findShots(db: Kysely<Tables>, query: ShotQuery): Promise<Page<CatalogShot>> {
  const limit = limitOf(query);
  const cameras = await camerasOf(db, query);
  const classes = await classesOf(db, query);
  if (cameras?.length === 0 || classes?.length === 0) return { items: [] };
  let shots: Shots = db.selectFrom('shots');
  if (cameras) shots = shots.where('camera_id', 'in', cameras);
  if (classes) shots = shots.where('class_id', 'in', classes);
  if (query.minScore !== undefined) shots = shots.where('score', '>=', query.minScore);
  shots = ofTrack(inTime(shots, query), query);
  const direction = query.order === 'oldest' ? 'asc' : 'desc';
  const rows = await behind(shots, query)
    .select(['at', 'id', 'description'])
    .orderBy('at', direction)
    .orderBy('id', direction)
    .limit(limit + 1)
    .execute();
  return pageOf(rows, limit, {
    read: ({ description }) => fromDescription(description),
    position: ({ at, id }) => [at, id],
  });
}

/** The numbers of what shots may show; undefined where all will do. */
async function classesOf(db: Kysely<Tables>, { kind, label, phase }: ShotQuery): Promise<number[] | undefined> {
  if (kind === undefined && label === undefined && phase === undefined) return undefined;
  let classes = db.selectFrom('classes').select('id');
  if (kind !== undefined) classes = classes.where('kind', '=', kind);
  if (label !== undefined) classes = classes.where('label', '=', toColumn(label));
  if (phase !== undefined) classes = classes.where('phase', '=', phase);
  return (await classes.execute()).map(({ id }) => id);
}

function inTime(shots: Shots, { from, to }: ShotQuery): Shots {
  const begun = from === undefined ? shots : shots.where('at', '>=', from);
  return to === undefined ? begun : begun.where('at', '<', to);
}

function ofTrack(shots: Shots, { track, session }: ShotQuery): Shots {
  if (track === undefined) return session === undefined ? shots : shots.where('session', '=', toColumn(session));
  return shots.where('track_id', 'in', (db) => {
    const named = db.selectFrom('tracks').select('tracks.id').where('track', '=', toColumn(track));
    return session === undefined ? named : named.where('tracks.session', '=', toColumn(session));
  });
}

/** The shots that come after the page before. */
function behind(shots: Shots, { cursor, order }: ShotQuery): Shots {
  const position = decodeCursor(cursor, z.tuple([z.int(), z.string()]));
  if (!position) return shots;
  const [at, id] = position;
  return shots.where(sql<boolean>`(at, id) ${sql.raw(order === 'oldest' ? '>' : '<')} (${at}, ${toColumn(id)})`);
}
