import { type Box, intersectionOverUnion } from '../detect/box.ts';
import type { Detection } from '../detect/detector.ts';

/** What was to be hidden, where it was last. */
interface Place {
  readonly last: Detection;
  /** When that was, in µs since the epoch. */
  readonly at: number;
  /** [x, y] in pixels a µs. */
  readonly speed: readonly [number, number];
  /** When it was missed first since then. */
  readonly missedAt?: number;
}

/** Least overlap (IoU) of a detection with the place that it goes on from. */
const MIN_OVERLAP = 0.2;

/**
 * Where those may be who were found a moment ago and are missed now: a detector loses a face that turns or is blurred by
 * its own motion for a frame or two, and nobody is gone for that.
 */
export class MissedPlaces {
  readonly #keepFor: number;
  #places: readonly Place[] = [];

  /** `keepFor`: how long a missed one is looked for, in µs; in one frame it always is. */
  constructor(keepFor: number) {
    this.#keepFor = keepFor;
  }

  /** Takes what is there at `at` (µs since the epoch), frame after frame; gives the places of those who are missed. */
  after(found: readonly Detection[], at: number): Detection[] {
    const left = new Set(this.#places);
    const seen = found.map((detection) => {
      const before = [...left].find((place) => goesOn(place, detection, at));
      if (before) left.delete(before);
      return { last: detection, at, speed: before ? speedOf(before, detection, at) : ([0, 0] as const) };
    });
    const missed = [...left]
      .map((place) => ({ missedAt: at, ...place }))
      .filter(({ missedAt }) => Math.abs(at - missedAt) <= this.#keepFor);
    this.#places = [...seen, ...missed];
    return missed.map((place) => ({ ...place.last, box: around(place.last.box, predicted(place, at)) }));
  }
}

function goesOn(place: Place, { label, box }: Detection, at: number): boolean {
  if (label !== place.last.label) return false;
  return [place.last.box, predicted(place, at)].some((one) => intersectionOverUnion(one, box) >= MIN_OVERLAP);
}

function speedOf(before: Place, { box }: Detection, at: number): readonly [number, number] {
  const time = at - before.at;
  if (time <= 0) return [0, 0]; // a clock was set back
  const [x, y] = before.last.box;
  return [(box[0] - x) / time, (box[1] - y) / time];
}

/** Where it would be if it moved on as it did. */
function predicted({ last, at: since, speed }: Place, at: number): Box {
  const [x, y, width, height] = last.box;
  const time = Math.max(0, at - since);
  return [x + speed[0] * time, y + speed[1] * time, width, height];
}

/** The least box around two. */
function around(a: Box, b: Box): Box {
  const [left, top] = [Math.min(a[0], b[0]), Math.min(a[1], b[1])];
  const right = Math.max(a[0] + a[2], b[0] + b[2]);
  const bottom = Math.max(a[1] + a[3], b[1] + b[3]);
  return [left, top, right - left, bottom - top];
}
