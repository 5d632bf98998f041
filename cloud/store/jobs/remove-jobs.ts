import type { Transaction } from 'kysely';
import { toColumn } from '../catalog/column-text.ts';
import type { Engine } from '../catalog/engine.ts';
import type { Tables } from '../catalog/tables.ts';

/** Images whose jobs are forgotten in one statement. */
const AT_ONCE = 500;

/** Forgets jobs that ended before a time, in µs since the epoch; tells how many. */
export async function trimJobs(transaction: Transaction<Tables>, engine: Engine, before: number): Promise<number> {
  const old = transaction.deleteFrom('jobs').where('done_at', '<', Math.floor(before / 1_000));
  return remove(transaction, engine, await old.returning('id').execute());
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
