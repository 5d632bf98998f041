import type { Policy } from '../policy/policy.ts';
import type { EntryMeta, SpoolEntry } from '../spool/index.ts';
import { InFlight, type Window } from './in-flight.ts';
import { Item, MAX_MISSES } from './item.ts';
import { LengthLimit } from './length-limit.ts';
import { Undeliverable } from './undeliverable.ts';
import { WaitingRoom } from './waiting-room.ts';

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
  readonly #flying = new InFlight<Item>();
  readonly #limit: LengthLimit<Item>;
  readonly #undeliverable = new Undeliverable<Item>();

  constructor(options: SendQueueOptions) {
    this.#options = options;
    this.#waiting = new WaitingRoom(options.policies);
    this.#limit = new LengthLimit(options.random);
  }

  /** Number of entries in flight. */
  get entries(): number {
    return this.#flying.size;
  }

  /** Of these, those whose receipts have not been waited for in vain. */
  get fresh(): number {
    return this.#flying.fresh;
  }

  /** Of the entries in flight. */
  get bytes(): number {
    return this.#flying.bytes('first') + this.#flying.bytes('second');
  }

  /** Number of entries that the broker cuts the link for, and the length from which on it does; Infinity for no length. */
  get tooLong(): { readonly entries: number; readonly bytes: number } {
    return { entries: this.#limit.held, bytes: this.#limit.bytes };
  }

  /** When `next` may have something that it has not now, in ms; Infinity if it depends on others first. */
  get nextDueAt(): number {
    return Math.min(this.#flying.nextDueAt, this.#limit.nextTrialAt);
  }

  /** The ids of what is in flight. */
  *flying(): Generator<string> {
    for (const { entry } of this.#flying) yield entry.id;
  }

  /** An entry came into the spool; `capturedAt` is on the clock of `now`. */
  add(entry: SpoolEntry, capturedAt: number): void {
    this.settle(entry.id); // of one that the disk did not keep at first
    const item = new Item(entry, { ...this.#options, capturedAt, classIndex: this.#classOf(entry) });
    this.#items.set(entry.id, item);
    this.#waiting.enter(item);
  }

  /** What is to be sent now; it is in flight from here on. */
  next(now: number): ToSend | undefined {
    for (const item of this.#flying.missed(now)) this.#miss(item);
    if (this.#limit.isTrying(now)) {
      const alone = this.#flying.unacknowledged.size === 0 && this.#limit.next();
      return alone ? this.#launch(alone) : undefined;
    }
    const missed = this.#flying.toRepeat;
    if (missed) return this.#launch(missed);
    for (let item = this.#take(now); item; item = this.#take(now)) {
      if (this.#limit.admits(item)) return this.#launch(item);
    }
    return undefined;
  }

  /** It is written to the link. */
  sent(id: string): void {
    const item = this.#items.get(id);
    if (item) item.isSent = true;
  }

  /** It could not be sent now: the time to its next send starts. */
  postpone(id: string, now: number): void {
    const item = this.#items.get(id);
    if (!item) return;
    this.#limit.forget(item);
    this.#flying.acknowledge(item, now + item.nextDelayMs());
  }

  /** The broker has it: the time to its next send starts. */
  awaitReceipt(id: string, now: number): void {
    const item = this.#items.get(id);
    if (!item || !this.#flying.unacknowledged.has(item)) return;
    this.#flying.acknowledge(item, now + item.nextDelayMs());
    for (const released of this.#limit.passed(item, now)) this.#waiting.wait(released);
  }

  /** Its receipt came. */
  receipted(id: string): void {
    if (this.#items.has(id)) this.#undeliverable.receipted();
    this.settle(id);
  }

  /** It is never sent again. */
  settle(id: string): void {
    const item = this.#items.get(id);
    if (!item) return;
    this.#flying.land(item);
    this.#waiting.leave(item);
    this.#undeliverable.delete(item);
    this.#limit.forget(item);
    this.#items.delete(id);
  }

  /** An entry has other bytes now. */
  replace(entry: SpoolEntry): void {
    const item = this.#items.get(entry.id);
    if (!item) return;
    this.#flying.resize(item, () => {
      item.entry = entry;
    });
  }

  /** What has no receipt and is too old to be sent, if anything; to be settled. */
  expired(now: number): SpoolEntry | undefined {
    return this.#waiting.expired(now)?.entry;
  }

  /** What gives way to a newcomer where there is no room: see WaitingRoom. To be settled. */
  victim(newcomer: EntryMeta): SpoolEntry | 'newcomer' | undefined {
    for (const item of this.#undeliverable) if (this.#waiting.givesUp(item)) return item.entry;
    const victim = this.#waiting.victim({ classIndex: this.#classOf(newcomer), phase: newcomer.phase });
    return typeof victim === 'object' ? victim.entry : victim;
  }

  /** The link is gone: whatever was in flight is to be sent again. Gives what was found to be too long for the broker. */
  lost(now: number): SpoolEntry | undefined {
    const { longest } = this.#flying;
    const isTooLong = longest !== undefined && this.#limit.cut(longest, now);
    for (const item of this.#flying.landAll()) if (item !== longest) this.#waiting.wait(item);
    return isTooLong ? longest.entry : undefined;
  }

  #classOf(entry: EntryMeta): number {
    return this.#options.classOf?.(entry) ?? 0;
  }

  /** What the windows have room for. */
  #take(now: number): Item | undefined {
    return this.#takeFor('first', now) ?? this.#takeFor('second', now);
  }

  #takeFor(window: Window, now: number): Item | undefined {
    const hasRoom = this.#flying.bytes(window) < this.#options.windowBytes;
    return hasRoom ? this.#waiting.take(window, now) : undefined;
  }

  #launch(item: Item): ToSend {
    this.#flying.launch(item);
    this.#undeliverable.sent(item);
    return { entry: item.entry, again: item.isSent };
  }

  #miss(item: Item): void {
    this.#undeliverable.missed(item);
    if (item.misses + 1 < MAX_MISSES) {
      item.misses += 1;
      this.#flying.repeat(item);
      return;
    }
    this.#flying.land(item); // out of the window that it was in, before it counts as one of the second
    item.misses += 1;
    this.#waiting.wait(item);
  }
}
