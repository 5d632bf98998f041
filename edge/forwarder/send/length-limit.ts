import { retryDelays } from '@vedette/core/run';

export interface Sized {
  /** Length of the message. */
  readonly bytes: number;
}

const TRY_AGAIN = { firstMs: 5_000, maxMs: 600_000 };

/**
 * Learns how long a message the broker takes. One of MQTT 3.1.1 that takes no message of some length does not say so: it
 * cuts the connection, again and again, and whatever waits behind would hardly get there. So the largest that a link was
 * lost with is sent alone next; if the link is lost with that one too, messages of its length and beyond are held, and one
 * of them is tried, more and more seldom. Once it comes through, so may they.
 */
export class LengthLimit<T extends Sized> {
  /** Messages of this length and beyond are held. */
  #bytes = Number.POSITIVE_INFINITY;
  /** To be sent alone. */
  readonly #suspects = new Set<T>();
  readonly #held = new Set<T>();
  /** On its way, alone. */
  #trial: T | undefined;
  #nextTrialAt = Number.POSITIVE_INFINITY;
  readonly #random: (() => number) | undefined;
  #delays;

  /** `random` as Math.random. */
  constructor(random?: () => number) {
    this.#random = random;
    this.#delays = retryDelays(TRY_AGAIN, random);
  }

  /** Number of those that are held. */
  get held(): number {
    return this.#held.size;
  }

  /** From which length on; Infinity if none is known to be too long. */
  get bytes(): number {
    return this.#bytes;
  }

  /** When one that is held is tried again; Infinity if none is held. */
  get nextTrialAt(): number {
    return this.#held.size > 0 ? this.#nextTrialAt : Number.POSITIVE_INFINITY;
  }

  /** Whether nothing may be sent but `next`, and that not before all that is on its way is acknowledged. */
  isTrying(now: number): boolean {
    return this.#trial !== undefined || this.#suspects.size > 0 || now >= this.nextTrialAt;
  }

  /** What is to be sent, alone. */
  next(): T | undefined {
    const next = firstOf(this.#suspects) ?? shortestOf(this.#held);
    if (!next) return undefined;
    this.#suspects.delete(next);
    this.#held.delete(next);
    this.#trial = next;
    return next;
  }

  /** Whether a message may be sent beside others; if not, it is held from now on. */
  admits(message: T): boolean {
    if (message.bytes < this.#bytes) return true;
    this.#held.add(message);
    return false;
  }

  /** The link was lost, and this was the longest that was not acknowledged. Whether it was too long: it is held. */
  cut(longest: T, now: number): boolean {
    const wasAlone = longest === this.#trial;
    this.#trial = undefined;
    if (!wasAlone) {
      this.#suspects.add(longest);
      return false;
    }
    this.#bytes = Math.min(this.#bytes, longest.bytes);
    this.#held.add(longest);
    this.#nextTrialAt = now + this.#delays.next().value;
    return true;
  }

  /** The broker has taken it. Gives those that may be sent again. */
  passed(message: T, now: number): T[] {
    if (message === this.#trial) this.#trial = undefined;
    if (message.bytes < this.#bytes) return [];
    const released = [...this.#held].filter(({ bytes }) => bytes <= message.bytes);
    for (const one of released) this.#held.delete(one);
    this.#bytes = shortestOf(this.#held)?.bytes ?? Number.POSITIVE_INFINITY;
    this.#delays = retryDelays(TRY_AGAIN, this.#random);
    this.#nextTrialAt = now;
    return released;
  }

  /** It is done with. */
  forget(message: T): void {
    if (message === this.#trial) this.#trial = undefined;
    this.#suspects.delete(message);
    this.#held.delete(message);
  }
}

function firstOf<T>(all: Iterable<T>): T | undefined {
  for (const one of all) return one;
  return undefined;
}

function shortestOf<T extends Sized>(all: Iterable<T>): T | undefined {
  let shortest: T | undefined;
  for (const one of all) if (!shortest || one.bytes < shortest.bytes) shortest = one;
  return shortest;
}
