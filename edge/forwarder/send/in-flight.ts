import type { Sized } from './length-limit.ts';

/** The second is for what goes without a receipt again and again. */
export type Window = 'first' | 'second';

export interface Flier extends Sized {
  readonly serial: number;
  /** Which of the two windows it takes room of. */
  readonly window: Window;
  /** When it is sent again, in ms of the given clock; undefined until the broker has acknowledged it. */
  dueAt: number | undefined;
}

/** What is on its way: sent, and without a receipt. */
export class InFlight<T extends Flier> {
  readonly #items = new Set<T>();
  readonly #unacknowledged = new Set<T>();
  /** To be sent again at once. */
  readonly #again = new Set<T>();
  readonly #bytes = { first: 0, second: 0 };
  readonly #count = { first: 0, second: 0 };
  /** No entry is due before. */
  #nextDueAt = Number.POSITIVE_INFINITY;

  get size(): number {
    return this.#items.size;
  }

  /** Of those in the first window. */
  get fresh(): number {
    return this.#count.first;
  }

  get unacknowledged(): ReadonlySet<T> {
    return this.#unacknowledged;
  }

  get nextDueAt(): number {
    return this.#nextDueAt;
  }

  bytes(window: Window): number {
    return this.#bytes[window];
  }

  /** Of those that the broker has not acknowledged. */
  get longest(): T | undefined {
    let longest: T | undefined;
    for (const item of this.#unacknowledged) if (!longest || item.bytes > longest.bytes) longest = item;
    return longest;
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#items.values();
  }

  /** It is sent, for the first time or again. */
  launch(item: T): void {
    if (!this.#items.has(item)) {
      this.#bytes[item.window] += item.bytes;
      this.#count[item.window] += 1;
    }
    this.#items.add(item);
    this.#unacknowledged.add(item);
    this.#again.delete(item);
    item.dueAt = undefined;
  }

  /** It is to be sent again while it is on its way. */
  repeat(item: T): void {
    this.#again.add(item);
  }

  /** What is to be sent again, if anything. */
  get toRepeat(): T | undefined {
    const [item] = this.#again;
    return item;
  }

  /** The broker has it; without a receipt it is due then. */
  acknowledge(item: T, dueAt: number): void {
    if (!this.#unacknowledged.delete(item)) return;
    item.dueAt = dueAt;
    this.#nextDueAt = Math.min(this.#nextDueAt, dueAt);
  }

  /** It is not on its way any more. */
  land(item: T): void {
    item.dueAt = undefined;
    this.#unacknowledged.delete(item);
    this.#again.delete(item);
    if (!this.#items.delete(item)) return;
    this.#bytes[item.window] -= item.bytes;
    this.#count[item.window] -= 1;
  }

  /** It has another length from now on; `change` makes it so. */
  resize(item: T, change: () => void): void {
    const before = item.bytes;
    change();
    if (this.#items.has(item)) this.#bytes[item.window] += item.bytes - before;
  }

  /** Those whose receipt was waited for in vain; they are on their way still, and not due any more. */
  missed(now: number): T[] {
    if (now < this.#nextDueAt) return [];
    const missed: T[] = [];
    this.#nextDueAt = Number.POSITIVE_INFINITY;
    for (const item of this.#items) {
      if (item.dueAt === undefined) continue;
      if (item.dueAt <= now) missed.push(item);
      else this.#nextDueAt = Math.min(this.#nextDueAt, item.dueAt);
    }
    for (const item of missed) item.dueAt = undefined;
    return missed;
  }

  /** The link is lost: nothing is on its way any more. Oldest first. */
  landAll(): T[] {
    const landed = [...this.#items].sort((a, b) => a.serial - b.serial);
    for (const item of landed) this.land(item);
    this.#nextDueAt = Number.POSITIVE_INFINITY;
    return landed;
  }
}
