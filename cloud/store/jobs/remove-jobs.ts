import type { Transaction } from 'kysely';
import { toColumn } from '../catalog/column-text.ts';
import type { Engine } from '../catalog/engine.ts';
import type { Tables } from '../catalog/tables.ts';

/** Jobs, or images whose jobs, are forgotten in one statement. */
const AT_ONCE = 500;

/** Forgets some of the jobs that ended before a time, in µs since the epoch, the oldest; tells how many. */
export async function trimJobs(transaction: Transaction<Tables>, engine: Engine, before: number): Promise<number> {
  // What has ended changes no more, and of that there is an index.
  const ended = transaction.selectFrom('jobs').select('id').where('done_at', 'is not', null);
  const old = ended
    .where('changed_at', '<', Math.floor(before / 1_000))
    .orderBy('changed_at')
    .limit(AT_ONCE);
  return remove(
    transaction,
    engine,
    await transaction.deleteFrom('jobs').where('id', 'in', old).returning('id').execute(),
  );
}

/** Forgets all jobs of these images; tells how many. */
export async function forgetJobs(
  transaction: Transaction<Tables>,
  engine: Engine,
  images: readonly string[],
): Promise<number> {
  let forgotten = 0;
  for (let i = 0; i < images.length; i += AT_ONCE) {
    const some = transaction.deleteFrom('jobs').where('image', 'in', images.slice(i, i + AT_ONCE).map(toColumn));
    forgotten += await remove(transaction, engine, await some.returning('id').execute());
  }
  return forgotten;
}

async function remove(transaction: Transaction<Tables>, { dispenser }: Engine, rows: readonly { id: string }[]) {
  await dispenser.remove(
    transaction,
    rows.map(({ id }) => id),
  );
  return rows.length;
}
