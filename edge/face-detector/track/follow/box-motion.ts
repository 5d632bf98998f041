import { areaOf, type Box } from '../../detect/box.ts';
import { type Coordinate, firstSeen, later, measured } from './coordinate.ts';

/** How far a detector's boxes lie off, as a share of the box's size (the root of its area), as are all figures here. */
const DEVIATION = 0.08;
/** How fast is what was seen once, sizes/s: a face that passes at a walk moves by up to nine of its widths a second. */
const FIRST_SPEED = 3;
/** How much speeds change, sizes²/s³. */
const RESTLESSNESS = 3;
/** How fast a box grows, sizes/s, and how much that changes: far less, or an occluded face would shrink to nothing. */
const FIRST_GROWTH = 0.5;
const GROWTH_RESTLESSNESS = 0.2;
/** Nobody keeps a speed for longer, s. */
const MAX_AHEAD = 1;

/** Where a box will be. */
export interface Forecast {
  readonly box: Box;
  /** Standard deviation of its centre in either direction, px. */
  readonly deviation: number;
}

/** How a box moves: its centre and its sides each keep their speed. They are filtered one by one, so no matrix is needed. */
export class BoxMotion {
  #x: Coordinate;
  #y: Coordinate;
  #width: Coordinate;
  #height: Coordinate;
  #at: number;

  /** A box that was seen at `at`, in µs as all times here. */
  constructor(box: Box, at: number) {
    const [x, y, width, height] = box;
    const size = sizeOf(box);
    const first = (value: number, speed: number) => firstSeen(value, DEVIATION * size, speed * size);
    this.#x = first(x + width / 2, FIRST_SPEED);
    this.#y = first(y + height / 2, FIRST_SPEED);
    this.#width = first(width, FIRST_GROWTH);
    this.#height = first(height, FIRST_GROWTH);
    this.#at = at;
  }

  forecast(at: number): Forecast {
    const { x, y, width, height } = this.#ahead(at);
    const [w, h] = [Math.max(1, width.at), Math.max(1, height.at)];
    return { box: [x.at - w / 2, y.at - h / 2, w, h], deviation: Math.sqrt((x.atVariance + y.atVariance) / 2) };
  }

  /** It was seen at `at` as `box`. */
  see(box: Box, at: number): void {
    const { x, y, width, height } = this.#ahead(at);
    const deviation = DEVIATION * sizeOf(box);
    this.#x = measured(x, box[0] + box[2] / 2, deviation);
    this.#y = measured(y, box[1] + box[3] / 2, deviation);
    this.#width = measured(width, box[2], deviation);
    this.#height = measured(height, box[3], deviation);
    this.#at = at;
  }

  #ahead(at: number) {
    const seconds = Math.min(MAX_AHEAD, Math.max(0, (at - this.#at) / 1e6)); // a clock may be set back
    const area = Math.max(1, this.#width.at * this.#height.at);
    const ahead = (now: Coordinate, restlessness: number) => later(now, seconds, restlessness * area);
    return {
      x: ahead(this.#x, RESTLESSNESS),
      y: ahead(this.#y, RESTLESSNESS),
      width: ahead(this.#width, GROWTH_RESTLESSNESS),
      height: ahead(this.#height, GROWTH_RESTLESSNESS),
    };
  }
}

/** The side of a square of the same area, px. */
export function sizeOf(box: Box): number {
  return Math.sqrt(areaOf(box));
}
