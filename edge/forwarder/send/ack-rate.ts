/** What came through lately is a measure of what the link bears. */
const BUCKETS = 20;
const BUCKET_MS = 1_000;
/** Before, nothing is said. */
const LEAST_MS = 5_000;

/** The bytes that the broker acknowledged, over the last while of a link. */
export class AckRate {
  /** By second. */
  readonly #bytes = new Array<number>(BUCKETS).fill(0);
  #sum = 0;
  /** The second of the newest bucket. */
  #second = 0;
  #since: number | undefined;

  acknowledged(bytes: number, now: number): void {
    this.#since ??= now;
    this.#turn(now);
    this.#bytes[this.#second % BUCKETS] = (this.#bytes[this.#second % BUCKETS] ?? 0) + bytes;
    this.#sum += bytes;
  }

  /** In bytes per second; undefined until it can be told. */
  perSecond(now: number): number | undefined {
    const forMs = now - (this.#since ?? now);
    if (forMs < LEAST_MS) return undefined;
    this.#turn(now);
    return (this.#sum * 1_000) / Math.min(BUCKETS * BUCKET_MS, forMs);
  }

  /** The link is a new one. */
  renew(): void {
    this.#bytes.fill(0);
    this.#sum = 0;
    this.#since = undefined;
  }

  /** Empties the buckets that have had their time. */
  #turn(now: number): void {
    const second = Math.floor(now / BUCKET_MS);
    const passed = Math.min(BUCKETS, second - this.#second);
    for (let i = 1; i <= passed; i++) {
      const bucket = (this.#second + i) % BUCKETS;
      this.#sum -= this.#bytes[bucket] ?? 0;
      this.#bytes[bucket] = 0;
    }
    this.#second = Math.max(this.#second, second);
  }
}
