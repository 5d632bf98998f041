/** Unused allowance of this long may be made up for. */
const BURST_SECONDS = 1;

/** A limit on bytes per second (a token bucket). A message goes as soon as anything is left, and what it takes more is owed. */
export class ByteRate {
  readonly #bytesPerMs: number;
  readonly #burstBytes: number;
  #left: number;
  #at: number | undefined;

  /** Infinity: no limit. */
  constructor(bytesPerSecond: number) {
    this.#bytesPerMs = bytesPerSecond / 1_000;
    this.#burstBytes = bytesPerSecond * BURST_SECONDS;
    this.#left = this.#burstBytes;
  }

  /** How long until the next message may go, in ms; 0 if it may now. */
  waitMs(now: number): number {
    this.#fill(now);
    return this.#left > 0 ? 0 : Math.ceil((1 - this.#left) / this.#bytesPerMs);
  }

  spend(bytes: number, now: number): void {
    this.#fill(now);
    this.#left -= bytes;
  }

  #fill(now: number): void {
    if (this.#bytesPerMs === Number.POSITIVE_INFINITY) return;
    this.#left = Math.min(this.#burstBytes, this.#left + (now - (this.#at ?? now)) * this.#bytesPerMs);
    this.#at = now;
  }
}
