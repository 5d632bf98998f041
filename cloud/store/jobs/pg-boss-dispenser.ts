import { CompiledQuery, type Kysely } from 'kysely';
import type PgBoss from 'pg-boss';
import type { Tables } from '../catalog/tables.ts';
import type { Dispenser } from './dispenser.ts';

const QUEUE = 'vedette-jobs';

/**
 * How often a job is tried, and how long, is told by the table of jobs; by itself pg-boss would give up only then.
 */
const NEVER_BY_ITSELF = {
  retryLimit: 1_000_000,
  retryDelay: 0,
  expireInHours: 23,
  retentionDays: 3_650,
};

/** pg-boss says what is next. It runs no timers, and has no connections but ours. */
export function pgBossDispenser(db: Kysely<Tables>): Dispenser {
  let opened: Promise<PgBoss> | undefined;
  const boss = () => {
    opened ??= openBoss(db).catch((error) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    async open() {
      await boss();
    },
    async put(transaction, id) {
      await (await boss()).send(QUEUE, {}, { id, ...NEVER_BY_ITSELF, db: sqlOf(transaction) });
    },
    async next(transaction) {
      const [job] = await (await boss()).fetch(QUEUE, { db: sqlOf(transaction) } as PgBoss.FetchOptions);
      return job?.id;
    },
    async putBack(transaction, id) {
      await (await boss()).fail(QUEUE, id, {}, { db: sqlOf(transaction) });
    },
    async remove(transaction, ids) {
      if (ids.length > 0) await (await boss()).deleteJob(QUEUE, [...ids], { db: sqlOf(transaction) });
    },
  };
}

async function openBoss(db: Kysely<Tables>): Promise<PgBoss> {
  const { default: Boss } = await import('pg-boss'); // only those who have jobs load it
  const boss = new Boss({ db: sqlOf(db), supervise: false, schedule: false });
  await boss.start();
  await boss.createQueue(QUEUE);
  return boss;
}

/** The way to the database, as pg-boss asks for it. */
function sqlOf(db: Kysely<Tables>): PgBoss.Db {
  return {
    async executeSql(text, values = []) {
      const { rows } = await db.executeQuery(CompiledQuery.raw(text, values));
      return { rows };
    },
  };
}
