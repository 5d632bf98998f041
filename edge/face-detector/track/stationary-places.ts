import { type Box, intersectionOverUnion } from '../detect/box.ts';
import type { Track } from './follow/tracker.ts';

export interface StationaryOptions {
  /** What has been at one place for so long (µs) is stationary. */
  readonly after: number;
  /** A place where nothing is seen any more is remembered for so long (µs). */
  readonly remember: number;
}

/** A box that overlaps by so much (IoU) with where it was has not moved: detectors are not more exact with small ones. */
const SAME = 0.7;
/** What comes back to one place for the so manieth time is a thing that the detector does not always find. */
const MOST_VISITS = 3;
const MAX_PLACES = 200;

interface Place {
  readonly label: string;
  readonly box: Box;
  /** For how long something was seen there, in µs. */
  seenFor: number;
  /** How many tracks have begun there, one after another. */
  visits: number;
  until: number;
}

/** Where things are that do not move: a parked car, a picture on the wall, also one that is found only now and then. */
export class StationaryPlaces {
  readonly #options: StationaryOptions;
  /** Where tracks are. */
  readonly #taken = new Map<Track, Place>();
  /** Where tracks have ended, in the order in which they did. */
  readonly #left = new Set<Place>();

  constructor(options: StationaryOptions) {
    this.#options = options;
  }

  /** Whether a track that is seen at `at` (µs) is stationary. */
  see(track: Track, at: number): boolean {
    const before = this.#taken.get(track) ?? this.#returnTo(track, at);
    // Whoever leaves a place leaves nothing there.
    const place = before && isSame(before.box, track.box) ? before : newPlace(track, at);
    this.#taken.set(track, place);
    place.seenFor += Math.max(0, at - place.until); // a clock may be set back
    place.until = at;
    return this.#isStationary(place);
  }

  /** The track is seen no more. */
  end(track: Track): void {
    const place = this.#taken.get(track);
    if (!place) return;
    this.#taken.delete(track);
    this.#left.add(place);
    const [oldest] = this.#left;
    if (oldest && this.#left.size > MAX_PLACES) this.#left.delete(oldest);
  }

  #isStationary({ seenFor, visits }: Place): boolean {
    return seenFor >= this.#options.after || visits > MOST_VISITS;
  }

  /** The place where a new track appears, if something was there before that went away unseen. */
  #returnTo({ label, box }: Track, at: number): Place | undefined {
    for (const place of this.#left) {
      if (Math.abs(at - place.until) > this.#options.remember) this.#left.delete(place);
      else if (place.label === label && isSame(place.box, box)) {
        this.#left.delete(place);
        place.visits += 1;
        place.until = at; // what it was not seen in between does not count
        return place;
      }
    }
    return undefined;
  }
}

function newPlace({ label, box }: Track, at: number): Place {
  return { label, box, seenFor: 0, visits: 1, until: at };
}

function isSame(a: Box, b: Box): boolean {
  return intersectionOverUnion(a, b) >= SAME;
}
