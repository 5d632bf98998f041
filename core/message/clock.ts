/** A board without a battery wakes in 1970 or at its image's build date; nothing of ours was ever built before this. */
const EARLIEST_MICROS = Date.UTC(2026, 0, 1) * 1_000;

/** Now in µs since the epoch, UTC, as `at` counts. */
export function nowMicros(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1_000);
}

/** Whether a capture time (µs since the epoch) cannot be right. */
export function isClockSuspect(at: number): boolean {
  return at < EARLIEST_MICROS;
}
