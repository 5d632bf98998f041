import { retryDelays } from '@vedette/core/run';

export interface Sized {
  /** Length of the message. */
  readonly bytes: number;
}

const TRY_AGAIN = { firstMs: 5_000, maxMs: 600_000 };

/**
 * Learns what the broker does not take. One of MQTT 3.1.1 that takes no message of some length, or none on some topic, may
 * not say so: it cuts the connection, again and again, and whatever waits behind would hardly get there. So the longest
 * that a link was lost with is sent alone next; if the link is lost with that one too, it is held, and so are messages of
 * its length and beyond, unless others as long have come through. One of them is tried, more and more seldom.
 */
export class LengthLimit<T extends Sized> {
  /** Messages of this length and beyond are held. */
  #bytes = Number.POSITIVE_INFINITY;
  #longestTaken = 0;
  /** To be sent alone. */
  readonly #suspects = new Set<T>();
  /** Message -> links that were lost with it alone. */
  readonly #held = new Map<T, number>();
  /** On its way, alone, and how many links were lost with it alone before. */
  #trial: { readonly message: T; readonly cuts: number } | undefined;
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

  /** What is to be sent, alone: of those that are held, what was tried least, and of these the shortest. */
  next(): T | undefined {
    const [suspect] = this.#suspects;
    const [message, cuts = 0] = suspect ? [suspect] : (this.#mostPromising() ?? []);
    if (!message) return undefined;
    this.#suspects.delete(message);
    this.#held.delete(message);
    this.#trial = { message, cuts };
    return message;
  }

  /** Whether a message may be sent beside others; if not, it is held from now on. */
  admits(message: T): boolean {
    if (message.bytes < this.#bytes) return true;
    this.#held.set(message, 0);
    return false;
  }

  /** The link was lost, and this was the longest that was not acknowledged. Whether it is held from now on. */
  cut(longest: T, now: number): boolean {
    const trial = this.#trial;
    this.#trial = undefined;
    if (longest !== trial?.message) {
      this.#suspects.add(longest);
      return false;
    }
    this.#held.set(longest, trial.cuts + 1);
    this.#nextTrialAt = now + this.#delays.next().value;
    if (longest.bytes > this.#longestTaken) this.#bytes = Math.min(this.#bytes, longest.bytes);
    return true;
  }

  /** The broker has taken it. Gives those that may be sent again. */
  passed(message: T, now: number): T[] {
    if (message === this.#trial?.message) this.#trial = undefined;
    this.#longestTaken = Math.max(this.#longestTaken, message.bytes);
    if (message.bytes < this.#bytes) return [];
    const released = [...this.#held]
      .filter(([{ bytes }, cuts]) => bytes <= message.bytes && cuts === 0)
      .map(([one]) => one);
    for (const one of released) this.#held.delete(one);
    this.#bytes = Math.min(
      Number.POSITIVE_INFINITY,
      ...[...this.#held.keys()].map(({ bytes }) => bytes).filter((bytes) => bytes > this.#longestTaken),
    );
    this.#delays = retryDelays(TRY_AGAIN, this.#random);
    this.#nextTrialAt = now;
    return released;
  }

  /** It is done with. */
  forget(message: T): void {
    if (message === this.#trial?.message) this.#trial = undefined;
    this.#suspects.delete(message);
    this.#held.delete(message);
  }

  #mostPromising(): [T, number] | undefined {
    let best: [T, number] | undefined;
    for (const [message, cuts] of this.#held) {
      const isBetter = !best || cuts < best[1] || (cuts === best[1] && message.bytes < best[0].bytes);
      if (isBetter) best = [message, cuts];
    }
    return best;
  }
}
