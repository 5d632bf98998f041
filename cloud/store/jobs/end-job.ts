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

export async function endDone(transaction: Transaction<Tables>, engine: Engine, job: TakenJob, result: JobResult) {
  const { now, dispenser } = engine;
  const values = { state: 'done', result: JSON.stringify(result), error: null, done_at: now, changed_at: now };
  if (!(await changeTaken(transaction, job, values))) return false;
  await dispenser.remove(transaction, [job.id]);
  return true;
}

export async function endFailed(transaction: Transaction<Tables>, engine: Engine, job: TakenJob, error: string) {
  const { now, dispenser } = engine;
  const values = { state: 'failed', error: toColumn(error), done_at: now, changed_at: now };
  if (!(await changeTaken(transaction, job, values))) return false;
  await dispenser.remove(transaction, [job.id]);
  return true;
}

/** `values`: what else is said of it. */
export async function waitAgain(transaction: Transaction<Tables>, engine: Engine, job: TakenJob, values: Values) {
  const { now, dispenser } = engine;
  const again = { ...values, state: 'queued', changed_at: now };
  if (!(await changeTaken(transaction, job, again))) return false;
  await dispenser.putBack(transaction, job.id);
  return true;
}

/** What a job that was not begun says. */
export const NOT_BEGUN: Values = { attempts: sql`attempts - 1` };
