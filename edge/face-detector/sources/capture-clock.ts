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
/** How fast the least age is forgotten, in ms per ms: faster than any two crystals drift apart. */
const RISE = 0.001;

/**
 * Makes capture times of what a source stamps its frames with, whichever clock that is: this machine's wall clock (ffmpeg,
 * a camera server beside us, a camera kept by NTP), its monotonic clock (V4L2), or one of the camera's own, such as its time
 * since it was switched on. Of the last only the differences are of use: they take out what a frame waited for on its way
 * beyond the quickest ones, and what all of them need stays unknown.
 *
 * A camera whose own clock is slow by less than 2 s is believed, and is off by as much.
 */
export class CaptureClock {
  readonly #wall = new Floor();
  readonly #monotonic = new Floor();
  #last: number | undefined;

  /** How old a frame with this stamp is, in ms: 0 where nothing is known. Of stamps only the low 32 bits count. */
  ageOf(stampMs: number | undefined, now: Moment): number {
    const stands = stampMs === this.#last;
    this.#last = stampMs;
    if (stampMs === undefined || stands) return 0;
    const wall = (now.wallMs - stampMs) | 0;
    const monotonic = (now.monotonicMs - stampMs) | 0;
    const leastWall = this.#wall.lower(wall, now.monotonicMs);
    const leastMonotonic = this.#monotonic.lower(monotonic, now.monotonicMs);
    if (isLag(leastWall)) return Math.max(0, wall);
    if (isLag(leastMonotonic)) return Math.max(0, monotonic);
    return Math.round(wall - leastWall);
  }
}

function isLag(leastAgeMs: number): boolean {
  return leastAgeMs >= -ROUNDING_MS && leastAgeMs <= MAX_LAG_MS;
}

/** The least of the ages of late: it rises slowly until one lowers it again, and begins anew with a clock that was set. */
class Floor {
  #value = Number.POSITIVE_INFINITY;
  #atMs = 0;

  lower(value: number, nowMs: number): number {
    const floor = this.#value + (nowMs - this.#atMs) * RISE;
    this.#value = value > floor + MAX_WAIT_MS ? value : Math.min(value, floor);
    this.#atMs = nowMs;
    return this.#value;
  }
}
