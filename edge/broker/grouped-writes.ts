import { setImmediate } from 'node:timers/promises';

/**
 * What is to be written in one turn of the event loop goes in one write: each is a trip to another thread, which costs
 * more than to write a few more bytes. It waits for no write that is under way, which would hold up who waits for both.
 */
export class GroupedWrites<T> {
  readonly #write: (operations: T[]) => Promise<void>;
  #gathered: T[] = [];
  /** The write of what is gathered. */
  #next: Promise<void> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(write: (operations: T[]) => Promise<void>) {
    this.#write = write;
  }

  /** Settles as the write does in which they go. */
  add(operations: readonly T[]): Promise<void> {
    this.#gathered.push(...operations);
    if (!this.#next) {
      this.#next = this.#writeNext();
      this.#last = Promise.allSettled([this.#last, this.#next]);
    }
    return this.#next;
  }

  /** Resolves when all that came so far has been written, or could not be. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async #writeNext(): Promise<void> {
    await setImmediate();
    const operations = this.#gathered;
    this.#gathered = [];
    this.#next = undefined;
    await this.#write(operations);
  }
}
