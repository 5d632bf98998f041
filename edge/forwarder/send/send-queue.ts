import { retryDelays } from '@vedette/core/run';
import type { Policy } from '../policy/policy.ts';
import type { EntryMeta, SpoolEntry } from '../spool/index.ts';
import { Suspects } from './suspects.ts';
import { type Waiter, WaitingRoom } from './waiting-room.ts';

export interface SendQueueOptions {
  /** Unreceipted bytes up to which further entries are sent. */
  readonly windowBytes: number;
  readonly resendAfterMs: number;
  readonly policies: readonly Policy[];
  /** The index of an entry's policy; the first one's unless given. */
  readonly classOf?: (entry: EntryMeta) => number;
  /** 0..1 as Math.random. */
  readonly random?: () => number;
}

export interface ToSend {
  readonly entry: SpoolEntry;
  /** Sent before. */
  readonly again: boolean;
}

interface Item extends Waiter {
  entry: SpoolEntry;
  readonly delays: Iterator<number, never>;
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
  readonly #waiting: WaitingRoom<Item>;
  /** Without a receipt for too long: those take turns in the order they were missed. */
  readonly #overdue = new Set<Item>();
  readonly #suspects = new Suspects<Item>();
  readonly #flying = new Set<Item>();
  readonly #flyingBytes = { first: 0, second: 0 };
  readonly #due = new Set<Item>();
  /** No entry is due before. */
  #nextDueAt = Number.POSITIVE_INFINITY;

  constructor(options: SendQueueOptions) {
    this.#options = options;
    this.#waiting = new WaitingRoom(options.policies);
  }

  /** Number of entries in flight. */
  get entries(): number {
    return this.#flying.size;
  }

  /** Of the entries in flight. */
  get bytes(): number {
    return this.#flyingBytes.first + this.#flyingBytes.second;
  }

  /** Ids of the entries in flight. */
  *flying(): Generator<string> {
    for (const { entry } of this.#flying) yield entry.id;
  }

  /** Number of entries that are held back, since the link was lost with them again and again. */
  get held(): number {
    return this.#suspects.held;
  }

  /** When `next` may have something that it has not now, in ms; Infinity if it depends on others first. */
  get nextDueAt(): number {
    return Math.min(this.#nextDueAt, this.#suspects.nextAt);
  }

  /** An entry came into the spool; `capturedAt` is on the clock of `now`. */
  add(entry: SpoolEntry, capturedAt: number): void {
    this.settle(entry.id); // of one that the disk did not keep at first
    const { resendAfterMs: firstMs, random } = this.#options;
    const { serial, phase } = entry;
    const item: Item = {
      ...{ entry, serial, phase, capturedAt, classIndex: this.#classOf(entry) },
      delays: retryDelays({ firstMs, maxMs: firstMs * MAX_GROWTH }, random),
      ...{ isSent: false, misses: 0, dueAt: undefined },
    };
    this.#items.set(entry.id, item);
    this.#waiting.add(item);
  }

  /** What is to be sent now; it is in flight from here on. */
  next(now: number): ToSend | undefined {
    if (now >= this.#nextDueAt) this.#collectDue(now);
    for (const item of this.#due) {
      this.#due.delete(item);
      return { entry: item.entry, again: true };
    }
    for (let item = this.#suspects.release(now); item; item = this.#suspects.release(now)) this.#wait(item);
    const { windowBytes } = this.#options;
    const item =
      (this.#flyingBytes.first < windowBytes && this.#waiting.take(now)) ||
      (this.#flyingBytes.second < windowBytes && this.#takeOverdue());
    return item ? this.#launch(item) : undefined;
  }

  /** The broker has it: the time to its next send starts. */
  awaitReceipt(id: string, now: number): void {
    const item = this.#items.get(id);
    if (!item || !this.#flying.has(item) || this.#due.has(item)) return;
    this.#suspects.clear(item);
    item.dueAt = now + item.delays.next().value;
    this.#nextDueAt = Math.min(this.#nextDueAt, item.dueAt);
  }

  /** Its receipt came, or it is dropped: it is never sent again. */
  settle(id: string): void {
    const item = this.#items.get(id);
    if (!item) return;
    this.#land(item);
    this.#waiting.delete(item);
    this.#overdue.delete(item);
    this.#suspects.clear(item);
    this.#items.delete(id);
  }

  /** An entry has other bytes now. */
  replace(entry: SpoolEntry): void {
    const item = this.#items.get(entry.id);
    if (!item) return;
    if (this.#flying.has(item)) this.#flyingBytes[windowOf(item)] += entry.bytes - item.entry.bytes;
    item.entry = entry;
  }

  /** What waits and is too old to be sent, if anything; to be settled. */
  expired(now: number): SpoolEntry | undefined {
    return this.#waiting.expired(now)?.entry;
  }

  /** What gives way to a newcomer where there is no room: see WaitingRoom. To be settled. */
  victim(newcomer: EntryMeta): SpoolEntry | 'newcomer' | undefined {
    const victim = this.#waiting.victim({ classIndex: this.#classOf(newcomer), phase: newcomer.phase });
    return typeof victim === 'object' ? victim.entry : victim;
  }

  /**
   * The link is gone: whatever was in flight is to be sent again. Gives the entry that is held back from now on, if the
   * link has been lost with it too often.
   */
  lost(now: number): SpoolEntry | undefined {
    const flying = [...this.#flying].sort((a, b) => a.serial - b.serial);
    const suspect = largest(flying.filter(({ dueAt }) => dueAt === undefined));
    const isHeld = suspect && this.#suspects.cut(suspect, now);
    for (const item of flying) {
      this.#land(item);
      if (item !== suspect || !isHeld) this.#wait(item);
    }
    this.#nextDueAt = Number.POSITIVE_INFINITY;
    return isHeld ? suspect.entry : undefined;
  }

  #classOf(entry: EntryMeta): number {
    return this.#options.classOf?.(entry) ?? 0;
  }

  #launch(item: Item): ToSend {
    const { entry, isSent } = item;
    this.#flying.add(item);
    this.#flyingBytes[windowOf(item)] += entry.bytes;
    item.isSent = true;
    return { entry, again: isSent };
  }

  /** It is not in flight any more. */
  #land(item: Item): void {
    this.#due.delete(item);
    item.dueAt = undefined;
    if (this.#flying.delete(item)) this.#flyingBytes[windowOf(item)] -= item.entry.bytes;
  }

  #wait(item: Item): void {
    if (windowOf(item) === 'first') this.#waiting.add(item);
    else this.#overdue.add(item);
  }

  #takeOverdue(): Item | undefined {
    for (const item of this.#overdue) {
      this.#overdue.delete(item);
      return item;
    }
    return undefined;
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
    if (item.misses + 1 < MAX_MISSES) {
      item.misses += 1;
      this.#due.add(item);
      return;
    }
    this.#land(item); // out of the window that it was in, before it counts as one of the second
    item.misses += 1;
    this.#wait(item);
  }
}

function largest(items: readonly Item[]): Item | undefined {
  return items.toSorted((a, b) => b.entry.bytes - a.entry.bytes)[0];
}

function windowOf({ misses }: Item): 'first' | 'second' {
  return misses < MAX_MISSES ? 'first' : 'second';
}
