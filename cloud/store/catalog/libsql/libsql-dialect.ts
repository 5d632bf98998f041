import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { LibsqlOptions } from './libsql-messages.ts';
import { LibsqlThread } from './libsql-thread.ts';

/** Kysely's own way to SQLite, but in a thread, and with transactions that wait for each other from their begin on. */
export function libsqlDialect(options: LibsqlOptions): Dialect {
  return {
    createDriver: () => new LibsqlDriver(options),
    createAdapter: () => new LibsqlAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/** Migrations are one transaction, as SQLite can: of several processes that start at once, the others find them done. */
class LibsqlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** One connection, given to one user after the other. */
class LibsqlDriver implements Driver {
  readonly #options: LibsqlOptions;
  #thread: LibsqlThread | undefined;
  #last: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  constructor(options: LibsqlOptions) {
    this.#options = options;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#last;
    const { promise, resolve } = settledLater();
    this.#last = promise;
    await before;
    this.#release = resolve;
    if (!this.#thread || this.#thread.isEnded) this.#thread = new LibsqlThread(this.#options);
    return new LibsqlConnection(this.#thread);
  }

  async releaseConnection(): Promise<void> {
    this.#release();
  }

  /** IMMEDIATE takes the lock of the file at once: a transaction that reads first could not wait for it later. */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await run(connection, 'begin immediate');
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await run(connection, 'commit');
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await run(connection, 'rollback');
  }

  async destroy(): Promise<void> {
    await this.#last;
    await this.#thread?.close();
  }
}

class LibsqlConnection implements DatabaseConnection {
  readonly #thread: LibsqlThread;

  constructor(thread: LibsqlThread) {
    this.#thread = thread;
  }

  async executeQuery<Row>({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): Promise<QueryResult<Row>> {
    const { rows, changes } = await this.#thread.execute({ sql, parameters });
    return { rows: rows as Row[], numAffectedRows: BigInt(changes) };
  }

  streamQuery(): never {
    throw new Error('a query in another thread is not streamed; ask for pages');
  }
}

async function run(connection: DatabaseConnection, sql: string): Promise<void> {
  await (connection as LibsqlConnection).executeQuery({ sql, parameters: [] });
}

function settledLater(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
