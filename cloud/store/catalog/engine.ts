import type { Kysely, RawBuilder, Transaction } from 'kysely';
import type { Dispenser } from '../jobs/dispenser.ts';
import type { Tables } from './tables.ts';

/** The types of columns, which the engines spell differently. */
export interface ColumnTypes {
  /** Compared by its UTF-8 bytes, whatever the database's own order is. */
  readonly text: RawBuilder<unknown>;
  /** A number that the engine gives. */
  readonly id: RawBuilder<unknown>;
}

/** A database that tables are made in. */
export type Unprepared = Pick<Engine, 'url' | 'db' | 'types'>;

/** A database that holds a catalog. */
export interface Engine {
  /** Where it is, for people: without a password. */
  readonly url: string;
  readonly db: Kysely<Tables>;
  readonly types: ColumnTypes;
  /** The time at this moment by the clock of the database, in ms since the epoch. */
  readonly now: RawBuilder<number>;
  /**
   * Lets one writer in at a time, until the transaction ends; the first thing that a writing transaction does. What is
   * counted of shots is in rows that every writer changes, so that they would wait for each other anyhow, or lock each
   * other out.
   */
  takeTurn(transaction: Transaction<Tables>): Promise<void>;
  /** Who says which job is next. */
  readonly dispenser: Dispenser;
  /**
   * Does what has to come before everything else, by a `db` of its own; where that fails, again before the next statement.
   * Rejects as `work` does.
   */
  prepare(work: (unprepared: Unprepared) => Promise<void>): Promise<void>;
  /** Whether an error says no more than that the database is not there now. */
  isAway(error: unknown): boolean;
  /** What an error means to whoever runs this, and what to do; undefined where its own message must do. */
  hintFor(error: unknown): string | undefined;
}
