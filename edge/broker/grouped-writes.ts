import { setImmediate } from 'node:timers/promises';

/** What nobody waits for waits so long for what somebody does. */
const GATHER_MS = 200;

/**
 * One write after another, so that they end in the order they came. What comes in one turn of the event loop, and while the
 * write before is under way, goes in one: each is a trip to another thread, which costs more than to write a few more bytes.
 */
export class GroupedWrites<T> {
  readonly #write: (operations: T[]) => Promise<void>;
  #gathered: T[] = [];
  #forLater: T[] = [];
  /** The write of what is gathered. */
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(write: (operations: T[]) => Promise<void>) {
    this.#write = write;
  }

  /** Settles as the write does in which they go. */
  add(operations: readonly T[]): Promise<void> {
    this.#gathered.push(...operations);
    return this.#begin();
  }

  /** They go with the next write, or in one of their own after a while; where that fails, with the one after it. */
  addLater(operations: readonly T[]): void {
    this.#forLater.push(...operations);
    if (!this.#next) this.#timer ??= setTimeout(() => this.#begin(), GATHER_MS);
  }

  /** Resolves when all that came so far has been written, or could not be. */
  settled(): Promise<void> {
    if (this.#forLater.length > 0) this.#begin();
    return this.#last;
  }

  #begin(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#next) {
      this.#next = this.#writeAfter(this.#last);
      this.#last = this.#next.catch(() => undefined);
    }
    return this.#next;
  }

  async #writeAfter(last: Promise<void>): Promise<void> {
    await Promise.all([last, setImmediate()]);
    const [operations, forLater] = [this.#gathered, this.#forLater];
    this.#gathered = [];
    this.#forLater = [];
    this.#next = undefined;
    try {
      await this.#write([...operations, ...forLater]);
    } catch (error) {
      this.#forLater.unshift(...forLater);
      throw error;
    }
  }
}
