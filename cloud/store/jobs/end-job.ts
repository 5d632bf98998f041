import { type RawBuilder, sql, type Transaction } from 'kysely';
import { toColumn } from '../catalog/column-text.ts';
import type { Engine } from '../catalog/engine.ts';
import type { JobRow, Tables } from '../catalog/tables.ts';
import type { JobResult, TakenJob } from './job.ts';

type Values = { readonly [C in keyof JobRow]?: JobRow[C] | RawBuilder<unknown> };

/** Changes a job that is still in these hands; false where it is lost. */
export async function changeTaken(
  transaction: Transaction<Tables>,
  { id, worker, attempts }: TakenJob,
  values: Values,
): Promise<boolean> {
  const row = await transaction
    .updateTable('jobs')
    .set(values as Partial<JobRow>)
    .where('id', '=', id)
    .where('state', '=', 'active')
    .where('worker', '=', toColumn(worker))
    .where('attempts', '=', attempts)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends a job for good: with its result, or with why there is none. */
export async function endJob(
  transaction: Transaction<Tables>,
  { now, dispenser }: Engine,
  job: TakenJob,
  end: { readonly result: JobResult } | { readonly error: string },
): Promise<boolean> {
  const said =
    'result' in end
      ? { state: 'done', result: JSON.stringify(end.result), error: null }
      : { state: 'failed', error: toColumn(end.error) };
  if (!(await changeTaken(transaction, job, { ...said, done_at: now, changed_at: now }))) return false;
  await dispenser.remove(transaction, [job.id]);
  return true;
}

/** `values`: what else is said of it. */
export async function waitAgain(
  transaction: Transaction<Tables>,
  { now, dispenser }: Engine,
  job: TakenJob,
  values: Values,
): Promise<boolean> {
  const again = { ...values, state: 'queued', changed_at: now };
  if (!(await changeTaken(transaction, job, again))) return false;
  await dispenser.putBack(transaction, job.id);
  return true;
}

/** What a job that was not begun says. */
export const NOT_BEGUN: Values = { attempts: sql`attempts - 1` };
