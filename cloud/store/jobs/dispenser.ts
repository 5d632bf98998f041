import type { Transaction } from 'kysely';
import type { Tables } from '../catalog/tables.ts';

/**
 * Says which of the jobs that wait is next, so that of several who ask at once each is told another one. What it does is
 * part of the caller's transaction, which says the same in the table of jobs.
 */
export interface Dispenser {
  /** Makes what it needs, once; before any transaction. */
  open(): Promise<void>;
  put(transaction: Transaction<Tables>, id: string): Promise<void>;
  /** The job that has waited longest; undefined for none. It may be one that has ended, or was forgotten. */
  next(transaction: Transaction<Tables>): Promise<string | undefined>;
  /** A job that was taken waits again, in its place. */
  putBack(transaction: Transaction<Tables>, id: string): Promise<void>;
  /** Jobs that nobody is to have any more. */
  remove(transaction: Transaction<Tables>, ids: readonly string[]): Promise<void>;
}
