/** A whole token, but for what is lost in adding tenths. */
const ONE = 1 - 1e-9;

/** How many shots may be sent: so many a second, and after a pause as many at once as come to one second (a token bucket). */
export class RateLimit {
  readonly #perSecond: number;
  readonly #most: number;
  #tokens: number;
  #at: number | undefined;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#most = Math.max(1, perSecond);
    this.#tokens = this.#most;
  }

  /** Whether one more may be sent at `at` (µs); it then counts as sent. */
  take(at: number): boolean {
    const seconds = Math.max(0, at - (this.#at ?? at)) / 1e6; // a clock that is set back gives none
    this.#tokens = Math.min(this.#most, this.#tokens + seconds * this.#perSecond);
    this.#at = at;
    if (this.#tokens < ONE) return false;
    this.#tokens -= 1;
    return true;
  }
}
