import type { Shot } from '@vedette/core/message';
import type { CatalogEntry } from '@vedette/store';

/** What lies in the bucket after an object was put there. */
export interface Stored {
  readonly key: string;
  /** Whether this call wrote it; otherwise it was there. */
  readonly isNew: boolean;
  /** When it was durable, in µs since the epoch. */
  readonly storedAt: number;
}

export interface Kept extends Stored {
  /** What the description in the bucket says of the shot, so that a reindex finds the same. */
  readonly entry: CatalogEntry;
}

/** How shots come into the bucket. */
export interface ShotKeeper {
  /**
   * Stores a shot with its description; when this resolves, both are durable. `conflict`: another one was stored under this
   * shot's id, and this one was not. Rejects with ResourceError where the bucket fails, or has an object that is gone a
   * moment later; then the same call may succeed. `before`: the key under which the catalog has this id, which may be of an
   * earlier layout; what lies there is not stored once more.
   */
  keep(shot: Shot, before?: string): Promise<Kept | 'conflict'>;
  /**
   * A shot that was stored, by whomever, where `keep` would put it or, first, under `before`; undefined where it is not there.
   * Rejects as `keep` does.
   */
  find(shot: Shot, before?: string): Promise<Kept | 'conflict' | undefined>;
  /** Finishes what was begun; the bucket stays open. */
  close(): Promise<void>;
}
