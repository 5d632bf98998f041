import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { isAnswer } from './postgres-error.ts';

const BOUNDS = {
  /** One writer, and readers beside it. */
  max: 4,
  connectionTimeoutMillis: 5_000,
  /** A statement of ours takes milliseconds; the server ends one that does not, and the driver where nothing comes back. */
  statement_timeout: 30_000,
  query_timeout: 35_000,
  /** Who falls silent within a transaction loses it: others wait for their turn. */
  idle_in_transaction_session_timeout: 10_000,
  keepAlive: true,
  /** Connections that nobody uses do not keep the process. */
  allowExitOnIdle: true,
};

/** 64-bit integers, and sums of them, come as texts, since not all fit into a number; all of ours do. */
const NUMBERS: ReadonlySet<number> = new Set([pg.types.builtins.INT8, pg.types.builtins.NUMERIC]);

/** Connections to a PostgreSQL server, as kysely asks for them. */
export function openPool(connectionString: string): PostgresPool {
  const pool = new pg.Pool({
    ...BOUNDS,
    connectionString,
    fallback_application_name: 'vedette',
    types: {
      getTypeParser: (type: number, format?: 'text' | 'binary') =>
        NUMBERS.has(type) ? Number : pg.types.getTypeParser(type, format),
    } as pg.CustomTypesConfig,
  });
  pool.on('error', () => undefined); // one that is not in use: the pool has let go of it, and the next query says more
  return {
    connect: async () => guarded(await pool.connect()),
    end: () => pool.end(),
  };
}

/** One that failed is not used again: behind a statement that nobody answered, all later ones would wait. */
function guarded(client: pg.PoolClient): PostgresPoolClient {
  let isBroken = false;
  const onError = () => {
    isBroken = true; // cut between two statements; the next one says so
  };
  client.on('error', onError);
  const query = async (sql: string, parameters: readonly unknown[]) => {
    try {
      return await client.query(sql, [...parameters]);
    } catch (error) {
      isBroken ||= !isAnswer(error);
      throw error;
    }
  };
  const release = () => {
    client.off('error', onError);
    client.release(isBroken);
  };
  return { query: query as unknown as PostgresPoolClient['query'], release };
}
