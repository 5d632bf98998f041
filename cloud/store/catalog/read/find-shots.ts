import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Page } from '../answers.ts';
import type { CatalogShot } from '../catalog.ts';
import { toColumn } from '../column-text.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import { fromDescription } from '../entry.ts';
import type { ShotQuery } from '../queries.ts';
import type { Tables } from '../tables.ts';
import { checkQuery } from './check-query.ts';
import { type Choice, choose, isNone } from './choice.ts';
import { camerasOf } from './list.ts';

type Shots = SelectQueryBuilder<Tables, 'shots', object>;

/** Rejects with BadInputError for a question or a cursor that is none. */
export async function findShots(db: Kysely<Tables>, query: ShotQuery): Promise<Page<CatalogShot>> {
  const { limit } = checkQuery(query);
  const cameras = await camerasOf(db, query);
  const classes = await classesOf(db, query);
  if (isNone(cameras) || isNone(classes)) return { items: [] };
  let shots: Shots = db.selectFrom('shots');
  // With a track the place says which tracks: there are few shots of one, and very many of a camera.
  if (query.track !== undefined) shots = ofTracks(shots, query.track, query.session, cameras);
  else if (cameras) shots = shots.where('camera_id', 'in', cameras);
  if (classes) shots = shots.where('class_id', 'in', classes);
  if (query.minScore !== undefined) shots = shots.where('score', '>=', query.minScore);
  shots = inTime(shots, query);
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

/** What shots may show; undefined where all will do. */
async function classesOf(db: Kysely<Tables>, { kind, label, phase }: ShotQuery): Promise<Choice | undefined> {
  if (kind === undefined && label === undefined && phase === undefined) return undefined;
  let classes = db.selectFrom('classes').select('id');
  if (kind !== undefined) classes = classes.where('kind', '=', kind);
  if (label !== undefined) classes = classes.where('label', '=', toColumn(label));
  if (phase !== undefined) classes = classes.where('phase', '=', phase);
  return choose(classes);
}

function inTime(shots: Shots, { from, to }: ShotQuery): Shots {
  const begun = from === undefined ? shots : shots.where('at', '>=', from);
  return to === undefined ? begun : begun.where('at', '<', to);
}

function ofTracks(shots: Shots, track: string, session: string | undefined, cameras: Choice | undefined): Shots {
  return shots.where('track_id', 'in', (db) => {
    let tracks = db.selectFrom('tracks').select('tracks.id').where('track', '=', toColumn(track));
    if (session !== undefined) tracks = tracks.where('tracks.session', '=', toColumn(session));
    return cameras ? tracks.where('tracks.camera_id', 'in', cameras) : tracks;
  });
}

/** The shots that come after the page before. */
function behind(shots: Shots, { cursor, order }: ShotQuery): Shots {
  const position = decodeCursor(cursor, z.tuple([z.int(), z.string()]));
  if (!position) return shots;
  const [at, id] = position;
  return shots.where(sql<boolean>`(at, id) ${sql.raw(order === 'oldest' ? '>' : '<')} (${at}, ${toColumn(id)})`);
}
