export interface RetrySchedule {
  readonly firstMs: number;
  readonly maxMs: number;
  /** Growth from one delay to the next. */
  readonly factor?: number;
  /** 0..1; each delay is spread by up to this share of itself, so that many clients do not come back as one. */
  readonly jitter?: number;
}

/** The delays in ms before each further try, without end; `random` in 0..1 as Math.random. */
export function* retryDelays(schedule: RetrySchedule, random: () => number = Math.random): Generator<number, never> {
  const { firstMs, maxMs, factor = 2, jitter = 0.25 } = schedule;
  for (let delay = firstMs; ; delay = Math.min(delay * factor, maxMs)) {
    yield Math.round(Math.min(delay, maxMs) * (1 - jitter * random()));
  }
}
