import { retryDelays } from '@vedette/core/run';
import type { Policy } from './policy/complete.ts';
import type { SpoolEntry } from './spool/index.ts';

export interface InFlightOptions {
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

interface Flight {
  readonly entry: SpoolEntry;
  readonly delays: Iterator<number, never>;
  /** When it is sent again, in ms of the given clock; undefined until the broker has acknowledged it. */
  dueAt: number | undefined;
}

/** Growth of the time between two sends of one entry. */
const MAX_GROWTH = 8;

/**
 * Decides what is sent when, without a clock or a connection of its own. An entry waits, is in flight, and is settled
 * by its receipt. The time to its next send starts with the PUBACK: until then it is TCP's to deliver, and on a slow
 * link, where the window takes long to drain, sending it again would only make that worse.
 */
export class InFlight {
  readonly #options: InFlightOptions;
  #waiting = new Map<string, SpoolEntry>();
  readonly #flights = new Map<string, Flight>();
  readonly #due = new Map<string, Flight>();
  /** Ids that were sent at least once. */
  readonly #sent = new Set<string>();
  /** No flight is due before. */
  #nextDueAt = Number.POSITIVE_INFINITY;
  #bytes = 0;

  constructor(options: InFlightOptions) {
    this.#options = options;
  }

  get entries(): number {
    return this.#flights.size;
  }

  /** Of the entries in flight. */
  get bytes(): number {
    return this.#bytes;
  }

  /** When `next` may have something to send again, in ms; Infinity if it depends on others first. */
  get nextDueAt(): number {
    return this.#nextDueAt;
  }

  /** An entry came into the spool. */
  add(entry: SpoolEntry): void {
    this.#waiting.set(entry.id, entry);
  }

  /** What is to be sent now; it is in flight from here on. */
  next(now: number): ToSend | undefined {
    if (now >= this.#nextDueAt) this.#collectDue(now);
    for (const [id, { entry }] of this.#due) {
      this.#due.delete(id);
      return { entry, again: true };
    }
    if (this.#bytes >= this.#options.windowBytes) return undefined;
    const entry = this.#options.policy(this.#waiting.values());
    if (!entry) return undefined;
    this.#waiting.delete(entry.id);
    const { resendAfterMs: firstMs, random } = this.#options;
    const delays = retryDelays({ firstMs, maxMs: firstMs * MAX_GROWTH }, random);
    this.#flights.set(entry.id, { entry, delays, dueAt: undefined });
    this.#bytes += entry.bytes;
    const again = this.#sent.has(entry.id);
    this.#sent.add(entry.id);
    return { entry, again };
  }

  /** The broker has it: the time to its next send starts. */
  awaitReceipt(id: string, now: number): void {
    const flight = this.#flights.get(id);
    if (!flight || this.#due.has(id)) return;
    flight.dueAt = now + flight.delays.next().value;
    this.#nextDueAt = Math.min(this.#nextDueAt, flight.dueAt);
  }

  /** Its receipt came, or it is dropped: it is never sent again. */
  settle(id: string): void {
    this.#waiting.delete(id);
    this.#due.delete(id);
    this.#sent.delete(id);
    const flight = this.#flights.get(id);
    if (!flight) return;
    this.#flights.delete(id);
    this.#bytes -= flight.entry.bytes;
  }

  /** The link is gone: whatever was in flight is to be sent again, in its old order. */
  lost(): void {
    const entries = [...Array.from(this.#flights.values(), ({ entry }) => entry), ...this.#waiting.values()];
    entries.sort((a, b) => a.serial - b.serial);
    this.#waiting = new Map(entries.map((entry) => [entry.id, entry]));
    this.#flights.clear();
    this.#due.clear();
    this.#nextDueAt = Number.POSITIVE_INFINITY;
    this.#bytes = 0;
  }

  #collectDue(now: number): void {
    this.#nextDueAt = Number.POSITIVE_INFINITY;
    for (const [id, flight] of this.#flights) {
      if (flight.dueAt === undefined) continue;
      if (flight.dueAt <= now) {
        flight.dueAt = undefined;
        this.#due.set(id, flight);
      } else {
        this.#nextDueAt = Math.min(this.#nextDueAt, flight.dueAt);
      }
    }
  }
}
