import type { Transaction } from 'kysely';
import type { Engine } from '../catalog/engine.ts';
import type { Tables } from '../catalog/tables.ts';
import { QueueFullError } from './job-queue.ts';
import type { columnsOf } from './job-row.ts';

/** Adds a job unless there is one with this id. Rejects with QueueFullError, and then the transaction is undone. */
export async function addJob(
  transaction: Transaction<Tables>,
  { now, dispenser }: Engine,
  columns: ReturnType<typeof columnsOf>,
  maxQueued: number,
): Promise<'added' | 'present'> {
  const row = { ...columns, created_at: now, changed_at: now };
  const insert = transaction
    .insertInto('jobs')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing());
  const added = await insert.returning('id').executeTakeFirst();
  if (!added) return 'present';
  const queued = transaction.selectFrom('jobs').where('state', '=', 'queued');
  const { jobs } = await queued.select(({ fn }) => fn.countAll<number>().as('jobs')).executeTakeFirstOrThrow();
  if (jobs > maxQueued) throw new QueueFullError(jobs - 1);
  await dispenser.put(transaction, columns.id);
  return 'added';
}
