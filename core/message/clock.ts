/** A board without a battery wakes in 1970 or at its image's build date; nothing of ours was ever built before this. */
const EARLIEST_MICROS = Date.UTC(2026, 0, 1) * 1_000;

/**
 * Now in µs since the epoch, UTC, as `at` counts; in steps of 1 ms. From the system's clock, not from the finer monotonic
 * one: a board that wakes in 1970 has its time set while we run, and only the former follows.
 */
export function nowMicros(): number {
  return Date.now() * 1_000;
}

/** Whether a capture time (µs since the epoch) cannot be right. */
export function isClockSuspect(at: number): boolean {
  return at < EARLIEST_MICROS;
}
