/** A link on which nothing was acknowledged yet is given up after this, and the time that what is on its way may need. */
const PATIENCE_MS = 15_000;
/** Slower than any link that is of use. */
const LEAST_BYTES_PER_MS = 4;
/** Silence that is worth a second look, beyond twice the time that the link was seen to take. */
const DOUBT_MS = 2_000;

/**
 * Whether anything comes back. That a connection stands says little: in a black hole it stands for minutes. What says that
 * shots arrive is the age of the last receipt, as long as one is waited for; and what says that the link lives is the last
 * PUBACK.
 */
export class Liveness {
  readonly #alarmMs: number;
  /** Since when the receipt of something that is sent for the first time is waited for. */
  #waitingSince: number | undefined;
  /** What the broker has not acknowledged, and since when it has acknowledged nothing of it. */
  #unacknowledged = 0;
  #silentSince: number | undefined;

  constructor(alarmMs: number) {
    this.#alarmMs = alarmMs;
  }

  /** `again`: its receipt was waited for in vain before, which says more of it than of the link. */
  sent(now: number, again: boolean): void {
    if (!again) this.#waitingSince ??= now;
    this.#unacknowledged += 1;
    this.#silentSince ??= now;
  }

  acknowledged(now: number): void {
    this.#unacknowledged -= 1;
    this.#silentSince = this.#unacknowledged > 0 ? now : undefined;
  }

  /** `isMore`: others are waited for still. */
  receipted(now: number, isMore: boolean): void {
    this.#waitingSince = isMore ? now : undefined;
    if (this.#silentSince !== undefined) this.#silentSince = now;
  }

  lost(): void {
    this.#waitingSince = undefined;
    this.#unacknowledged = 0;
    this.#silentSince = undefined;
  }

  /** What is the matter, for people; undefined if nothing is. */
  alarm(now: number): string | undefined {
    const silentMs = now - (this.#silentSince ?? now);
    if (silentMs >= this.#alarmMs) {
      return `the connection to the cloud broker stands, but nothing has come through for ${seconds(silentMs)} s`;
    }
    const waitedMs = now - (this.#waitingSince ?? now);
    if (waitedMs < this.#alarmMs) return undefined;
    return `no receipts come from the cloud for ${seconds(waitedMs)} s: is an image sink running?`;
  }

  /** Whether another connection should be tried: the link is silent for longer than it ever took, `expectedMs`. */
  isDoubtful(now: number, expectedMs: number | undefined): boolean {
    return expectedMs !== undefined && now - (this.#silentSince ?? now) > DOUBT_MS + 2 * expectedMs;
  }

  /** Whether the link should be given up for another, whatever others say. */
  isDead(now: number, bytesInFlight: number): boolean {
    return now - (this.#silentSince ?? now) > PATIENCE_MS + bytesInFlight / LEAST_BYTES_PER_MS;
  }
}

function seconds(ms: number): number {
  return Math.floor(ms / 1_000);
}
