import { retryDelays } from '@vedette/core/run';
import type { Policy } from './policy/complete.ts';
import type { SpoolEntry } from './spool/index.ts';

export interface SendQueueOptions {
  /** Unreceipted bytes up to which further entries are sent. */
  readonly windowBytes: number;
  readonly resendAfterMs: number;
  readonly policy: Policy;
  /** 0..1 as Math.random. */
  readonly random?: () => number;
}

export interface ToSend {
  readonly entry: SpoolEntry;
  /** Sent before. */
  readonly again: boolean;
}

/** Entries that share a window. */
interface Lane {
  waiting: Map<string, Item>;
  /** Of its entries in flight. */
  bytes: number;
}

interface Item {
  readonly entry: SpoolEntry;
  readonly delays: Iterator<number, never>;
  lane: Lane;
  isSent: boolean;
  /** Times that its receipt was waited for in vain. */
  misses: number;
  /** When it is sent again, in ms of the given clock; undefined until the broker has acknowledged it. */
  dueAt: number | undefined;
}

/** Growth of the time between two sends of one entry. */
const MAX_GROWTH = 8;
/** After so many misses an entry leaves the first window. */
const MAX_MISSES = 3;

/**
 * Decides what is sent when, without a clock or a connection of its own. An entry waits, is in flight, and is settled
 * by its receipt. The time to its next send starts with the PUBACK: until then it is TCP's to deliver, and on a slow
 * link, where the window takes long to drain, sending it again would only make that worse.
 *
 * There are two windows of one size. An entry that goes without a receipt again and again takes its turns with others
 * like it in the second: it is never given up, and the entries behind it are sent all the same.
 */
export class SendQueue {
  readonly #options: SendQueueOptions;
  readonly #items = new Map<string, Item>();
  readonly #first: Lane = { waiting: new Map(), bytes: 0 };
  readonly #second: Lane = { waiting: new Map(), bytes: 0 };
  readonly #flying = new Set<Item>();
  readonly #due = new Set<Item>();
  /** No entry is due before. */
  #nextDueAt = Number.POSITIVE_INFINITY;
  /** Since when something has been in flight and nothing was settled. */
  #silentSince: number | undefined;

  constructor(options: SendQueueOptions) {
    this.#options = options;
  }

  /** Number of entries in flight. */
  get entries(): number {
    return this.#flying.size;
  }

  /** Of the entries in flight. */
  get bytes(): number {
    return this.#first.bytes + this.#second.bytes;
  }

  /** When `next` may have something to send again, in ms; Infinity if it depends on others first. */
  get nextDueAt(): number {
    return this.#nextDueAt;
  }

  /** Whether nothing that was sent has had a receipt for longer than the longest time between two sends. */
  isUnanswered(now: number): boolean {
    return this.#silentSince !== undefined && now - this.#silentSince > this.#options.resendAfterMs * MAX_GROWTH;
  }

  /** An entry came into the spool. */
  add(entry: SpoolEntry): void {
    const { resendAfterMs: firstMs, random } = this.#options;
    const delays = retryDelays({ firstMs, maxMs: firstMs * MAX_GROWTH }, random);
    const item: Item = { entry, delays, lane: this.#first, isSent: false, misses: 0, dueAt: undefined };
    this.#items.set(entry.id, item);
    item.lane.waiting.set(entry.id, item);
  }

  /** What is to be sent now; it is in flight from here on. */
  next(now: number): ToSend | undefined {
    if (now >= this.#nextDueAt) this.#collectDue(now);
    for (const item of this.#due) {
      this.#due.delete(item);
      return { entry: item.entry, again: true };
    }
    for (const lane of [this.#first, this.#second]) {
      const item = lane.bytes < this.#options.windowBytes && this.#options.policy(lane.waiting.values());
      if (item) return this.#launch(item);
    }
    return undefined;
  }

  /** The broker has it: the time to its next send starts. */
  awaitReceipt(id: string, now: number): void {
    const item = this.#items.get(id);
    if (!item || !this.#flying.has(item) || this.#due.has(item)) return;
    item.dueAt = now + item.delays.next().value;
    this.#nextDueAt = Math.min(this.#nextDueAt, item.dueAt);
    this.#silentSince ??= now;
  }

  /** Its receipt came, or it is dropped: it is never sent again. */
  settle(id: string): void {
    const item = this.#items.get(id);
    if (!item) return;
    this.#land(item);
    item.lane.waiting.delete(id);
    this.#items.delete(id);
    this.#silentSince = undefined;
  }

  /** The link is gone: whatever was in flight is to be sent again, in its old order. */
  lost(): void {
    for (const item of [...this.#flying]) this.#land(item);
    const items = [...this.#items.values()].sort((a, b) => a.entry.serial - b.entry.serial);
    for (const lane of [this.#first, this.#second]) {
      lane.waiting = new Map(items.filter((item) => item.lane === lane).map((item) => [item.entry.id, item]));
    }
    this.#nextDueAt = Number.POSITIVE_INFINITY;
    this.#silentSince = undefined;
  }

  #launch(item: Item): ToSend {
    const { entry, lane, isSent } = item;
    lane.waiting.delete(entry.id);
    lane.bytes += entry.bytes;
    this.#flying.add(item);
    item.isSent = true;
    return { entry, again: isSent };
  }

  /** It is not in flight any more. */
  #land(item: Item): void {
    this.#due.delete(item);
    item.dueAt = undefined;
    if (this.#flying.delete(item)) item.lane.bytes -= item.entry.bytes;
  }

  #collectDue(now: number): void {
    this.#nextDueAt = Number.POSITIVE_INFINITY;
    for (const item of this.#flying) {
      if (item.dueAt === undefined) continue;
      if (item.dueAt <= now) this.#miss(item);
      else this.#nextDueAt = Math.min(this.#nextDueAt, item.dueAt);
    }
  }

  #miss(item: Item): void {
    item.dueAt = undefined;
    item.misses += 1;
    if (item.misses < MAX_MISSES) {
      this.#due.add(item);
      return;
    }
    this.#land(item);
    item.lane = this.#second;
    item.lane.waiting.set(item.entry.id, item);
  }
}
