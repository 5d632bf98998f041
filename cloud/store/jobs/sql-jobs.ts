import { sql, type Transaction } from 'kysely';
import { catalogErrors } from '../catalog/catalog-errors.ts';
import { toColumn } from '../catalog/column-text.ts';
import type { Engine } from '../catalog/engine.ts';
import type { Tables } from '../catalog/tables.ts';
import { addJob } from './add-job.ts';
import { changeTaken, endJob, NOT_BEGUN, waitAgain } from './end-job.ts';
import { countJobs, findChanges, findJobs } from './find-jobs.ts';
import type { JobQueue } from './job-queue.ts';
import { columnsOf, toJob } from './job-row.ts';
import { forgetJobs, trimJobs } from './remove-jobs.ts';
import { freeAbandoned, lookAhead, takeJob } from './take-job.ts';

/** Jobs in the catalog's database: the table says what is known of each, the engine's dispenser who has which. */
export function sqlJobs(engine: Engine): JobQueue {
  const { db, now } = engine;
  const read = <T>(work: () => Promise<T>) => catalogErrors(engine, 'read', work);
  const write = <T>(work: (transaction: Transaction<Tables>) => Promise<T>) =>
    catalogErrors(engine, 'write to', async () => {
      await engine.dispenser.open();
      return db.transaction().execute(work);
    });
  return {
    add: async (job, { maxQueued }) => {
      const columns = columnsOf(job);
      return write((transaction) => addJob(transaction, engine, columns, maxQueued));
    },
    take: async (worker, { leaseSeconds }) => {
      const { waits, isAbandoned } = await read(() => lookAhead(engine));
      if (isAbandoned) {
        await write(async (transaction) => {
          await engine.takeTurn(transaction);
          await freeAbandoned(transaction, engine);
        });
      }
      const whose = { worker, leaseMs: leaseSeconds * 1_000 };
      return waits ? write((transaction) => takeJob(transaction, engine, whose)) : undefined;
    },
    extend: (job, { leaseSeconds }) => {
      const held_until = sql<number>`${now} + cast(${leaseSeconds * 1_000} as bigint)`;
      return write((transaction) => changeTaken(transaction, job, { held_until }));
    },
    done: (job, result) => write((transaction) => endJob(transaction, engine, job, { result })),
    fail: (job, error, { retry }) =>
      write((transaction) =>
        retry && job.attempts < job.maxAttempts
          ? waitAgain(transaction, engine, job, { error: toColumn(error) })
          : endJob(transaction, engine, job, { error }),
      ),
    giveBack: (job) => write((transaction) => waitAgain(transaction, engine, job, NOT_BEGUN)),
    get: (id) =>
      read(async () => {
        const row = await db.selectFrom('jobs').selectAll().where('id', '=', toColumn(id)).executeTakeFirst();
        return row && toJob(row);
      }),
    list: (query = {}) => read(() => findJobs(engine, query)),
    changes: (cursor) => read(() => findChanges(engine, cursor)),
    counts: () => read(() => countJobs(engine)),
    trim: (before) => write((transaction) => trimJobs(transaction, engine, before)),
    forget: (images) => write((transaction) => forgetJobs(transaction, engine, images)),
  };
}
