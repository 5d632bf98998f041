import type { End } from './lines.ts';
import type { Row } from './row.ts';

/** Payloads with an end that are remembered: what comes again, since its PUBACK was lost, is not counted twice. */
const MAX_ENDS = 10_000;

/** An end that is counted in a row. */
export interface Ended extends End {
  readonly row: Row;
}

/** How the last payloads ended, by id. */
export class RecentEnds {
  readonly #ends = new Map<string, Ended>();

  get(id: string): Ended | undefined {
    return this.#ends.get(id);
  }

  /** The row of the oldest one forgets it. */
  add(id: string, ended: Ended): void {
    this.#ends.set(id, ended);
    if (this.#ends.size <= MAX_ENDS) return;
    const [oldest = id] = this.#ends.keys();
    (this.#ends.get(oldest) ?? ended).row.hasForgotten = true;
    this.#ends.delete(oldest);
  }

  delete(id: string): void {
    this.#ends.delete(id);
  }

  /** Those of rows that are gone. */
  deleteOf(isGone: (row: Row) => boolean): void {
    for (const [id, { row }] of this.#ends) if (isGone(row)) this.#ends.delete(id);
  }

  /** Oldest first. */
  [Symbol.iterator](): IterableIterator<[string, Ended]> {
    return this.#ends[Symbol.iterator]();
  }
}
