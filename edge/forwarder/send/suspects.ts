/** Of a link that is lost with the same message so often, that message may be the cause. */
const SUSPECT_CUTS = 2;
const FIRST_MS = 5_000;
const MAX_MS = 600_000;

/**
 * Messages that a link was lost with again and again. Of MQTT 3.1.1's brokers, one that takes no message of such a length
 * does not say so: it cuts the connection, and whatever waits behind would never get there. So what it happens to is held
 * back for longer and longer: the others go on, and it goes as well once the limit is raised.
 */
export class Suspects<T> {
  readonly #cuts = new Map<T, number>();
  readonly #heldUntil = new Map<T, number>();

  /** Number of those that are held back. */
  get held(): number {
    return this.#heldUntil.size;
  }

  /** When one may be tried again; Infinity if none is held back. */
  get nextAt(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.#heldUntil.values());
  }

  /** The link was lost, and this was the largest on its way. Whether it is held back now. */
  cut(item: T, now: number): boolean {
    const cuts = (this.#cuts.get(item) ?? 0) + 1;
    this.#cuts.set(item, cuts);
    if (cuts < SUSPECT_CUTS) return false;
    this.#heldUntil.set(item, now + Math.min(FIRST_MS * 2 ** (cuts - SUSPECT_CUTS), MAX_MS));
    return true;
  }

  /** One whose time has come, if any: it is not held back any longer. */
  release(now: number): T | undefined {
    for (const [item, until] of this.#heldUntil) {
      if (until > now) continue;
      this.#heldUntil.delete(item);
      return item;
    }
    return undefined;
  }

  /** It has come through, or is done with. */
  clear(item: T): void {
    this.#cuts.delete(item);
    this.#heldUntil.delete(item);
  }
}
