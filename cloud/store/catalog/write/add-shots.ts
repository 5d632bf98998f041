import type { Transaction } from 'kysely';
import type { Engine } from '../engine.ts';
import type { Entry } from '../entry.ts';
import type { ShotRow, Tables } from '../tables.ts';
import { countAdded } from './count.ts';
import { numberIn, numbersOf } from './members.ts';

/** Adds shots in one transaction: all of them, or none. Tells of each whether it was added, or there. */
export function addShots(engine: Engine, entries: readonly Entry[]): Promise<('added' | 'present')[]> {
  return engine.db.transaction().execute(async (transaction) => {
    await engine.takeTurn(transaction);
    const fresh = await withoutPresent(transaction, entries);
    if (fresh.length > 0) {
      const rows = await toRows(transaction, fresh);
      await transaction.insertInto('shots').values(rows).execute();
      await countAdded(transaction, rows);
    }
    const added = new Set(fresh);
    return entries.map((entry) => (added.has(entry) ? 'added' : 'present'));
  });
}

/** The first of each id that is not there. Nobody adds one meanwhile: it is our turn. */
async function withoutPresent(transaction: Transaction<Tables>, entries: readonly Entry[]): Promise<Entry[]> {
  const ids = entries.map(({ row }) => row.id);
  const present = await transaction.selectFrom('shots').select('id').where('id', 'in', ids).execute();
  const known = new Set(present.map(({ id }) => id));
  return entries.filter(({ row }) => {
    const isNew = !known.has(row.id);
    known.add(row.id);
    return isNew;
  });
}

async function toRows(transaction: Transaction<Tables>, entries: readonly Entry[]): Promise<ShotRow[]> {
  const numbers = await numbersOf(transaction, {
    cameras: entries.map(({ camera }) => camera),
    classes: entries.map(({ shotClass }) => shotClass),
    models: entries.flatMap(({ model }) => model ?? []),
    tracks: entries.flatMap(({ track }) => track ?? []),
  });
  return entries.map(({ row, camera, shotClass, model, track }) => ({
    ...row,
    camera_id: numberIn(numbers, 'cameras', camera),
    class_id: numberIn(numbers, 'classes', shotClass),
    model_id: model ? numberIn(numbers, 'models', model) : null,
    track_id: track ? numberIn(numbers, 'tracks', track) : null,
  }));
}
