import type { PostgresPool } from 'kysely';

type Prepare = () => Promise<void>;

/** Connections that are given once what has to come first is done; where that fails, it is tried again for the next. */
export class PreparedPool implements PostgresPool {
  readonly #pool: PostgresPool;
  #prepare: Prepare = async () => undefined;
  #prepared: Promise<void> | undefined;

  constructor(pool: PostgresPool) {
    this.#pool = pool;
  }

  /** Rejects as `prepare` does, which may not use these connections. */
  async prepare(prepare: Prepare): Promise<void> {
    this.#prepare = prepare;
    await this.#ready();
  }

  async connect() {
    await this.#ready();
    return this.#pool.connect();
  }

  end(): Promise<void> {
    return this.#pool.end();
  }

  #ready(): Promise<void> {
    this.#prepared ??= this.#prepare().catch((error) => {
      this.#prepared = undefined;
      throw error;
    });
    return this.#prepared;
  }
}
