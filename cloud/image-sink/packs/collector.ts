/** When a pack that is being collected is closed; times in ms. */
export interface CollectorBounds {
  /** Of one pack. */
  readonly maxBytes: number;
  /** From its first item on. */
  readonly maxMs: number;
  /** Of all packs together; beyond, the largest is closed. */
  readonly maxOpenBytes: number;
}

/** What goes into one pack. */
export interface Collected<T> {
  readonly group: string;
  readonly items: readonly [T, ...T[]];
  readonly bytes: number;
}

interface Open<T> {
  readonly group: string;
  readonly items: [T, ...T[]];
  readonly since: number;
  bytes: number;
  lastAt: number;
}

/**
 * Senders send no more than a window of what has no receipt, and there is none before the pack is closed. So one that is
 * worth it is closed when nothing more comes: by then its senders may be waiting for it.
 */
const QUIET_MS = 250;
const WORTH = { bytes: 1_024 * 1_024, items: 32 };

/** Collects items by group until they are worth a pack, or have waited long enough. Every time is of one running clock. */
export class Collector<T> {
  readonly #bounds: CollectorBounds;
  /** In the order of their begin. */
  readonly #open = new Map<string, Open<T>>();
  #bytes = 0;

  constructor(bounds: CollectorBounds) {
    this.#bounds = bounds;
  }

  /** Gives what is closed by it. */
  add(group: string, item: T, bytes: number, now: number): Collected<T>[] {
    const { maxBytes, maxOpenBytes } = this.#bounds;
    const before = this.#open.get(group);
    const closed = before && before.bytes + bytes > maxBytes ? [this.#close(before)] : [];
    this.#put(group, item, bytes, now);
    while (this.#bytes > maxOpenBytes) closed.push(this.#close(this.#largest()));
    return closed;
  }

  /** Gives what is closed by now. */
  due(now: number): Collected<T>[] {
    return [...this.#open.values()].filter((pack) => this.#dueAt(pack) <= now).map((pack) => this.#close(pack));
  }

  get isEmpty(): boolean {
    return this.#open.size === 0;
  }

  /** Gives all that is open. */
  closeAll(): Collected<T>[] {
    return [...this.#open.values()].map((pack) => this.#close(pack));
  }

  #put(group: string, item: T, bytes: number, now: number): void {
    const pack = this.#open.get(group);
    this.#bytes += bytes;
    if (!pack) this.#open.set(group, { group, items: [item], since: now, bytes, lastAt: now });
    else {
      pack.items.push(item);
      pack.bytes += bytes;
      pack.lastAt = now;
    }
  }

  #dueAt({ since, lastAt, bytes, items }: Open<T>): number {
    const isWorthIt = bytes >= WORTH.bytes || items.length >= WORTH.items;
    const end = since + this.#bounds.maxMs;
    return isWorthIt ? Math.min(end, lastAt + QUIET_MS) : end;
  }

  #largest(): Open<T> {
    return [...this.#open.values()].reduce((largest, pack) => (pack.bytes > largest.bytes ? pack : largest));
  }

  #close(pack: Open<T>): Collected<T> {
    this.#open.delete(pack.group);
    this.#bytes -= pack.bytes;
    return pack;
  }
}
