import type { SpoolEntry } from './entry-index.ts';

interface Arrival {
  readonly entry: SpoolEntry;
  readonly payload: Buffer;
  isCompleted: boolean;
}

/** What is being written: it can be read already, and completed. */
export class Arrivals {
  readonly #all = new Map<string, Arrival>();

  /** What is not completed. */
  *waiting(): Generator<SpoolEntry> {
    for (const { entry, isCompleted } of this.#all.values()) if (!isCompleted) yield entry;
  }

  get(id: string): SpoolEntry | undefined {
    const arrival = this.#all.get(id);
    return arrival?.isCompleted ? undefined : arrival?.entry;
  }

  payloadOf(id: string): Buffer | undefined {
    return this.#all.get(id)?.payload;
  }

  begin(entry: SpoolEntry, payload: Buffer): void {
    this.#all.set(entry.id, { entry, payload, isCompleted: false });
  }

  /** It is done with before it was written; false if none with this id waits. */
  complete(id: string): boolean {
    const arrival = this.#all.get(id);
    if (!arrival || arrival.isCompleted) return false;
    arrival.isCompleted = true;
    return true;
  }

  /** It is written, or will not be. Whether it was completed meanwhile. */
  end(id: string): boolean {
    const isCompleted = this.#all.get(id)?.isCompleted ?? false;
    this.#all.delete(id);
    return isCompleted;
  }
}
