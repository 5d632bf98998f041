/** What two clocks of this machine say at one moment, in ms. */
export interface Moment {
  /** Since the epoch, UTC. */
  readonly wallMs: number;
  /** Of CLOCK_MONOTONIC, by which V4L2 drivers stamp their frames. */
  readonly monotonicMs: number;
}

/** Frames of a live source that are stamped by a clock of ours are not older than this when they come. */
const MAX_LAG_MS = 2_000;
/** Stamps and clocks are rounded to ms, each its own way. */
const ROUNDING_MS = 2;
/** No frame waits for as long: beyond, the clock was set. */
const MAX_WAIT_MS = 10_000;
/** Ages are compared with those of so long before: crystals drift by 3 ms in it, and a small step of a clock is forgotten. */
const WINDOW_MS = 30_000;

/**
 * Makes capture times of what a source stamps its frames with, whichever clock that is: this machine's wall clock (ffmpeg,
 * a camera server beside us, a camera kept by NTP), its monotonic clock (V4L2), or one of the camera's own, such as its time
 * since it was switched on. Of the last only the differences are of use: they take out what a frame waited for on its way
 * beyond the quickest ones, and what all of them need stays unknown. They are taken by our monotonic clock, which nobody sets.
 *
 * A camera whose own clock is slow by less than 2 s is believed, and is off by as much. A stamping clock that is set back by
 * less than 10 s makes ages too long by as much for 30 s, for it looks as if frames had to wait.
 */
export class CaptureClock {
  readonly #wall = new LeastAge();
  readonly #monotonic = new LeastAge();
  #last: number | undefined;

  /** How old a frame with this stamp is, in ms: 0 where nothing is known. Of stamps only the low 32 bits count. */
  ageOf(stampMs: number | undefined, now: Moment): number {
    const stands = stampMs === this.#last;
    this.#last = stampMs;
    if (stampMs === undefined || stands) return 0;
    const wall = (now.wallMs - stampMs) | 0;
    const monotonic = (now.monotonicMs - stampMs) | 0;
    const leastWall = this.#wall.with(wall, now.monotonicMs);
    const leastMonotonic = this.#monotonic.with(monotonic, now.monotonicMs);
    if (isLag(leastWall)) return Math.max(0, wall);
    if (isLag(leastMonotonic)) return Math.max(0, monotonic);
    return monotonic - leastMonotonic;
  }
}

function isLag(leastAgeMs: number): boolean {
  return leastAgeMs >= -ROUNDING_MS && leastAgeMs <= MAX_LAG_MS;
}

interface Age {
  readonly ms: number;
  readonly atMs: number;
}

/** The least of the ages of late; it begins anew with a clock that was set. */
class LeastAge {
  /** Rising, as are their times: each is the least once those before it are too old. */
  #ages: readonly Age[] = [];

  /** The least now that this one has come. */
  with(ms: number, nowMs: number): number {
    const recent = this.#ages.filter(({ atMs }) => atMs > nowMs - WINDOW_MS);
    const least = recent[0]?.ms ?? ms;
    this.#ages = [...(ms > least + MAX_WAIT_MS ? [] : recent.filter((age) => age.ms < ms)), { ms, atMs: nowMs }];
    return this.#ages[0]?.ms ?? ms;
  }
}
