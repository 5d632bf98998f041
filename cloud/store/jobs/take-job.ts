import { type Kysely, sql, type Transaction } from 'kysely';
import { toColumn } from '../catalog/column-text.ts';
import type { Engine } from '../catalog/engine.ts';
import type { Tables } from '../catalog/tables.ts';
import type { TakenJob } from './job.ts';
import { toTakenJob } from './job-row.ts';

/** What there is to take: asked first, since to write takes a turn. */
export async function lookAhead({
  db,
  now,
}: Engine): Promise<{ readonly waits: boolean; readonly isAbandoned: boolean }> {
  const queued = db.selectFrom('jobs').select('id').where('state', '=', 'queued').limit(1);
  const abandoned = abandonedIn(db, { now }).select('id').limit(1);
  const { rows } = await sql<{ queued: string | null; abandoned: string | null }>`
    select (${queued}) as queued, (${abandoned}) as abandoned`.execute(db);
  const [row = { queued: null, abandoned: null }] = rows;
  return { waits: row.queued !== null, isAbandoned: row.abandoned !== null };
}

/** Takes the next job for a worker; undefined where none waits. */
export async function takeJob(
  transaction: Transaction<Tables>,
  { now, dispenser }: Engine,
  { worker, leaseMs }: { readonly worker: string; readonly leaseMs: number },
): Promise<TakenJob | undefined> {
  for (;;) {
    const id = await dispenser.next(transaction);
    if (id === undefined) return undefined;
    const row = await transaction
      .updateTable('jobs')
      .set({ state: 'active', worker: toColumn(worker), attempts: sql`attempts + 1` })
      .set({ started_at: now, changed_at: now, held_until: sql<number>`${now} + cast(${leaseMs} as bigint)` })
      .where('id', '=', id)
      .where('state', '=', 'queued')
      .returningAll()
      .executeTakeFirst();
    if (row) return toTakenJob(row);
    await dispenser.remove(transaction, [id]); // it ended, or was forgotten
  }
}

/** Jobs whose workers were not heard of in time wait again, or have failed where that happened too often. */
export async function freeAbandoned(transaction: Transaction<Tables>, engine: Engine): Promise<void> {
  const { now, dispenser } = engine;
  const jobs = await abandonedIn(transaction, engine).selectAll().orderBy('id').execute();
  for (const { id, attempts, max_attempts } of jobs) {
    const isLast = attempts >= max_attempts;
    const error = isLast ? `each of ${attempts} workers died of it, or was stopped` : 'its worker died, or was stopped';
    const end = isLast ? { state: 'failed', done_at: now } : { state: 'queued' };
    await transaction
      .updateTable('jobs')
      .set({ ...end, error, changed_at: now })
      .where('id', '=', id)
      .execute();
    await (isLast ? dispenser.remove(transaction, [id]) : dispenser.putBack(transaction, id));
  }
}

function abandonedIn(db: Kysely<Tables>, { now }: Pick<Engine, 'now'>) {
  return db.selectFrom('jobs').where('state', '=', 'active').where('held_until', '<=', now);
}
