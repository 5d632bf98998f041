import { BadInputError } from '@vedette/core/errors';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Page } from '../catalog/answers.ts';
import { toColumn } from '../catalog/column-text.ts';
import { decodeCursor, encodeCursor, pageOf } from '../catalog/cursor.ts';
import type { Engine } from '../catalog/engine.ts';
import { checkQuery } from '../catalog/read/check-query.ts';
import type { Job, JobState } from './job.ts';
import type { JobQuery } from './job-queue.ts';
import { toJob } from './job-row.ts';

const STATES: readonly JobState[] = ['queued', 'active', 'done', 'failed'];
const positionSchema = z.tuple([z.int(), z.string()]);

/** Of what changed: how many at once, and how long a transaction that says so may take to be seen. */
const CHANGES = { limit: 500, settleMs: 200 };

export async function findJobs({ db }: Engine, query: JobQuery): Promise<Page<Job>> {
  const { limit } = checkQuery(query);
  const { image, state, cursor } = query;
  if (state !== undefined && !STATES.includes(state)) {
    throw new BadInputError('query', `no state of a job: ${JSON.stringify(state)}; there are ${STATES.join(', ')}`);
  }
  const position = decodeCursor(cursor, positionSchema);
  let jobs = db.selectFrom('jobs').selectAll();
  if (image !== undefined) jobs = jobs.where('image', '=', toColumn(image));
  if (state !== undefined) jobs = jobs.where('state', '=', state);
  if (position) jobs = jobs.where(sql<boolean>`(created_at, id) < (${position[0]}, ${position[1]})`);
  const rows = await jobs
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return pageOf(rows, limit, { read: toJob, position: ({ created_at, id }) => [created_at, id] });
}

/** What changed behind a cursor, the oldest first. What was said a moment ago is told a moment later. */
export async function findChanges({ db, now }: Engine, cursor: string | undefined): Promise<Required<Page<Job>>> {
  const position = decodeCursor(cursor, positionSchema);
  const settled = sql<number>`${now} - ${sql.lit(CHANGES.settleMs)}`;
  if (!position) {
    const { rows } = await sql<{ at: number }>`select ${settled} as at`.execute(db);
    return { items: [], next: encodeCursor([rows[0]?.at ?? 0, '']) };
  }
  const rows = await db
    .selectFrom('jobs')
    .selectAll()
    .where(sql<boolean>`(changed_at, id) > (${position[0]}, ${position[1]})`)
    .where('changed_at', '<=', settled)
    .orderBy('changed_at')
    .orderBy('id')
    .limit(CHANGES.limit)
    .execute();
  const last = rows.at(-1);
  return { items: rows.map(toJob), next: encodeCursor(last ? [last.changed_at, last.id] : position) };
}

export async function countJobs({ db }: Engine): Promise<Record<JobState, number>> {
  const rows = await db
    .selectFrom('jobs')
    .select(['state', ({ fn }) => fn.countAll<number>().as('jobs')])
    .groupBy('state')
    .execute();
  const counted = new Map(rows.map(({ state, jobs }) => [state, jobs]));
  return Object.fromEntries(STATES.map((state) => [state, counted.get(state) ?? 0])) as Record<JobState, number>;
}
