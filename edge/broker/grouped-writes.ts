import { setImmediate } from 'node:timers/promises';

/**
 * One write after another, so that they end in the order they came. What comes in one turn of the event loop, and while the
 * write before is under way, goes in one: each is a trip to another thread, which costs more than to write a few more bytes.
 */
export class GroupedWrites<T> {
  readonly #write: (operations: T[]) => Promise<void>;
  #gathered: T[] = [];
  /** The write of what is gathered. */
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(write: (operations: T[]) => Promise<void>) {
    this.#write = write;
  }

  /** Settles as the write does in which they go. */
  add(operations: readonly T[]): Promise<void> {
    this.#gathered.push(...operations);
    if (!this.#next) {
      this.#next = this.#writeAfter(this.#last);
      this.#last = this.#next.catch(() => undefined);
    }
    return this.#next;
  }

  /** Resolves when all that came so far has been written, or could not be. */
  settled(): Promise<void> {
    return this.#last;
  }

  async #writeAfter(last: Promise<void>): Promise<void> {
    await Promise.all([last, setImmediate()]);
    const operations = this.#gathered;
    this.#gathered = [];
    this.#next = undefined;
    await this.#write(operations);
  }
}
