/** What came through lately is a measure of what the link bears. */
const OVER_MS = 20_000;
/** Before, nothing is said. */
const LEAST_MS = 5_000;

/** The bytes that the broker acknowledged, over the last while of a link. */
export class AckRate {
  #acknowledged: { readonly bytes: number; readonly at: number }[] = [];
  #since: number | undefined;

  acknowledged(bytes: number, now: number): void {
    this.#since ??= now;
    this.#acknowledged.push({ bytes, at: now });
  }

  /** In bytes per second; undefined until it can be told. */
  perSecond(now: number): number | undefined {
    const overMs = Math.min(OVER_MS, now - (this.#since ?? now));
    if (overMs < LEAST_MS) return undefined;
    const first = this.#acknowledged.findIndex(({ at }) => now - at < OVER_MS);
    this.#acknowledged = first === -1 ? [] : this.#acknowledged.slice(first);
    return (this.#acknowledged.reduce((sum, { bytes }) => sum + bytes, 0) * 1_000) / overMs;
  }

  /** The link is a new one. */
  renew(): void {
    this.#acknowledged = [];
    this.#since = undefined;
  }
}
