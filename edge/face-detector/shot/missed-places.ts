import { type Box, intersectionOverUnion } from '../detect/box.ts';
import type { Detection } from '../detect/detector.ts';

/** What was to be hidden, where it was last. */
interface Place {
  readonly last: Detection;
  /** [x, y] in pixels a µs. */
  readonly speed: readonly [number, number];
  /** How long it has not been seen, in µs. */
  readonly unseenFor: number;
  /** How long it has been missed since the first frame without it, in µs; absent where it was in the last frame. */
  readonly missedFor?: number;
}

/** Least overlap (IoU) of a detection with the place that it goes on from. */
const MIN_OVERLAP = 0.2;

/** Of the time that a missed one is looked for, one frame takes no more than this share: a clock may be set forward. */
const MOST_OF_IT = 0.25;

/**
 * Where those may be who were found a moment ago and are missed now: a detector loses a face that turns or is blurred by
 * its own motion for a frame or two, and nobody is gone for that.
 */
export class MissedPlaces {
  readonly #keepFor: number;
  #places: readonly Place[] = [];
  #at: number | undefined;

  /** `keepFor`: how long a missed one is looked for, in µs; in a few frames it always is. */
  constructor(keepFor: number) {
    this.#keepFor = keepFor;
  }

  /** Takes what is there at `at` (µs since the epoch), frame after frame; gives the places of those who are missed. */
  after(found: readonly Detection[], at: number): Detection[] {
    const time = Math.min(Math.max(at - (this.#at ?? at), 0), this.#keepFor * MOST_OF_IT);
    this.#at = at;
    const before = this.#places.map((place) => ({ ...place, unseenFor: place.unseenFor + time }));
    const goneOn = pair(before, found);
    const seen = found.map((last) => ({ last, speed: speedOf(goneOn.get(last), last), unseenFor: 0 }));
    const seenAgain = new Set(goneOn.values());
    const missed = before
      .filter((place) => !seenAgain.has(place))
      .map((place) => ({ ...place, missedFor: place.missedFor === undefined ? 0 : place.missedFor + time }))
      .filter(({ missedFor }) => missedFor <= this.#keepFor);
    this.#places = [...seen, ...missed];
    return missed.map((place) => ({ ...place.last, box: around(place.last.box, predicted(place)) }));
  }
}

/** Detections with the places that they go on from, each once, those that overlap most first: a neighbour is less alike. */
function pair(places: readonly Place[], found: readonly Detection[]): ReadonlyMap<Detection, Place> {
  const pairs = found
    .flatMap((detection) => places.map((place) => ({ detection, place, overlap: overlapOf(place, detection) })))
    .filter(({ overlap }) => overlap >= MIN_OVERLAP)
    .sort((a, b) => b.overlap - a.overlap);
  const paired = new Map<Detection, Place>();
  const taken = new Set<Place>();
  for (const { detection, place } of pairs) {
    if (paired.has(detection) || taken.has(place)) continue;
    paired.set(detection, place);
    taken.add(place);
  }
  return paired;
}

/** With where it was last, or where it would be by now. */
function overlapOf(place: Place, { label, box }: Detection): number {
  if (label !== place.last.label) return 0;
  return Math.max(...[place.last.box, predicted(place)].map((one) => intersectionOverUnion(one, box)));
}

function speedOf(before: Place | undefined, { box }: Detection): readonly [number, number] {
  if (!before || before.unseenFor === 0) return [0, 0]; // new, or a clock was set back
  const [x, y] = before.last.box;
  return [(box[0] - x) / before.unseenFor, (box[1] - y) / before.unseenFor];
}

/** Where it would be if it moved on as it did. */
function predicted({ last, speed, unseenFor }: Place): Box {
  const [x, y, width, height] = last.box;
  return [x + speed[0] * unseenFor, y + speed[1] * unseenFor, width, height];
}

/** The least box around two. */
function around(a: Box, b: Box): Box {
  const [left, top] = [Math.min(a[0], b[0]), Math.min(a[1], b[1])];
  const right = Math.max(a[0] + a[2], b[0] + b[2]);
  const bottom = Math.max(a[1] + a[3], b[1] + b[3]);
  return [left, top, right - left, bottom - top];
}
