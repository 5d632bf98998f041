import { sql, type Transaction } from 'kysely';
import { forgetJobs } from '../../jobs/remove-jobs.ts';
import type { Engine } from '../engine.ts';
import type { SharedTable, Tables } from '../tables.ts';
import { type CountedShot, countHours, hourOf, numbers, REFERENCES, SHARED_TABLES, sumBy } from './count.ts';
import { countForgotten } from './count-forgotten.ts';
import { IS_IN_NO_BOOKS } from './unused-cameras.ts';

/** Removes shots in one transaction, their claims and whatever only they were counted for. Tells how many were there. */
export function removeShots(engine: Engine, ids: readonly string[]): Promise<number> {
  return removeAnd(engine, ids, () => Promise.resolve());
}

/** The same, and keeps count of them; what was to be done with their images is forgotten with them. */
export function forgetShots(engine: Engine, ids: readonly string[]): Promise<number> {
  return removeAnd(engine, ids, async (transaction, removed) => {
    await countForgotten(transaction, removed);
    await forgetJobs(
      transaction,
      engine,
      removed.map(({ id }) => id),
    );
  });
}

function removeAnd({ db, takeTurn }: Engine, ids: readonly string[], note: typeof countForgotten): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    await takeTurn(transaction);
    const removed: CountedShot[] = await transaction
      .deleteFrom('shots')
      .where('id', 'in', ids)
      .returning(['id', 'camera_id', 'class_id', 'model_id', 'track_id', 'at', 'seen', 'image_bytes'])
      .execute();
    if (removed.length === 0) return 0;
    // Else the shot would be held for a pack that it is not in.
    const gone = removed.map(({ id }) => id);
    await transaction.deleteFrom('claims').where('id', 'in', gone).execute();
    await note(transaction, removed);
    await countHours(transaction, removed, -1);
    const hours = new Set(removed.map(({ at }) => hourOf(at)));
    await transaction
      .deleteFrom('hours')
      .where('hour', 'in', [...hours])
      .where('shots', '=', 0)
      .execute();
    for (const table of SHARED_TABLES) await uncount(transaction, table, removed);
    await chooseBest(transaction, removed);
    return removed.length;
  });
}

async function uncount(
  transaction: Transaction<Tables>,
  table: SharedTable,
  removed: readonly CountedShot[],
): Promise<void> {
  const column = REFERENCES[table];
  const sums = sumBy(removed, (shot) => shot[column]);
  if (sums.size === 0) return;
  const rows = [...sums].map(([id, { shots, bytes }]) => [id, shots, bytes]);
  await sql`
    update ${sql.table(table)} set shots = shots - less.column2, bytes = bytes - less.column3
    from (${numbers(rows)}) as less where id = less.column1`.execute(transaction);
  const touched = sql.join([...sums.keys()]);
  const isUnused = table === 'cameras' ? sql`shots = 0 and ${IS_IN_NO_BOOKS}` : sql`shots = 0`;
  await sql`delete from ${sql.table(table)} where id in (${touched}) and ${isUnused}`.execute(transaction);
  const edge = (direction: 'asc' | 'desc') => sql`
    select at from shots where shots.${sql.ref(column)} = ${sql.ref(`${table}.id`)}
    order by at ${sql.raw(direction)}, shots.id ${sql.raw(direction)} limit 1`;
  await sql`
    update ${sql.table(table)} set first_at = (${edge('asc')}), last_at = (${edge('desc')})
    where id in (${touched})`.execute(transaction);
}

/** Of the tracks that are left. */
async function chooseBest(transaction: Transaction<Tables>, removed: readonly CountedShot[]): Promise<void> {
  const tracks = [...new Set(removed.flatMap(({ track_id }) => track_id ?? []))];
  if (tracks.length === 0) return;
  const best = (column: 'id' | 'seen') => sql`
    select ${sql.ref(column)} from shots where shots.track_id = tracks.id order by seen desc, shots.id desc limit 1`;
  await sql`
    update tracks set best_id = (${best('id')}), seen = (${best('seen')})
    where id in (${sql.join(tracks)})`.execute(transaction);
}
