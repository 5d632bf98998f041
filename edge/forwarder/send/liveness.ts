/** A link of which nothing comes back is given up after this, and the time that what is on its way may need. */
const PATIENCE_MS = 15_000;
/** Slower than any link that is of use. */
const LEAST_BYTES_PER_MS = 4;

/**
 * Whether anything comes back. That a connection stands says little: in a black hole it stands for minutes. What says that
 * shots arrive is the age of the last receipt, as long as one is waited for.
 */
export class Liveness {
  readonly #alarmMs: number;
  /** Since when a receipt is waited for. */
  #waitingSince: number | undefined;
  /** Since when there has been no word of the broker, neither PUBACK nor receipt, on what is on its way. */
  #silentSince: number | undefined;

  constructor(alarmMs: number) {
    this.#alarmMs = alarmMs;
  }

  sent(now: number): void {
    this.#waitingSince ??= now;
    this.#silentSince ??= now;
  }

  acknowledged(now: number): void {
    this.#silentSince = this.#waitingSince === undefined ? undefined : now;
  }

  /** `isMore`: others are waited for still. */
  receipted(now: number, isMore: boolean): void {
    this.#waitingSince = isMore ? now : undefined;
    this.#silentSince = isMore ? now : undefined;
  }

  lost(): void {
    this.#waitingSince = undefined;
    this.#silentSince = undefined;
  }

  /** What is the matter, for people; undefined if nothing is. */
  alarm(now: number): string | undefined {
    const waitedMs = now - (this.#waitingSince ?? now);
    if (waitedMs < this.#alarmMs) return undefined;
    const seconds = Math.floor(waitedMs / 1_000);
    return now - (this.#silentSince ?? now) >= this.#alarmMs
      ? `the connection to the cloud broker stands, but nothing has come through for ${seconds} s`
      : `no receipts come from the cloud for ${seconds} s: is an image sink running?`;
  }

  /** Whether the link should be given up for another. */
  isDead(now: number, bytesInFlight: number): boolean {
    const silentMs = now - (this.#silentSince ?? now);
    return silentMs > PATIENCE_MS + bytesInFlight / LEAST_BYTES_PER_MS;
  }
}
