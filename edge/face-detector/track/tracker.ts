import { intersectionOverUnion } from '../detect/box.ts';
import type { Detection } from '../detect/detector.ts';

export interface TrackerOptions {
  /** Least overlap (IoU, 0..1) of a sighting with the track's last box. */
  readonly minOverlap: number;
  /** A track that was not seen for this long (µs) has ended. */
  readonly maxGap: number;
}

/** Sightings of one face, joined. */
export interface Track {
  readonly id: string;
  /** Sightings so far. */
  seen: number;
  /** When it was first and last seen, in µs since the epoch. */
  readonly since: number;
  until: number;
  box: Detection['box'];
  /** Frames since then. */
  missed: number;
}

/** Where frames come more slowly than `maxGap`, a track goes on into the next one, up to so many times `maxGap` later. */
const SLOW = 10;

export interface Sighting {
  readonly track: Track;
  readonly detection: Detection;
}

/** Joins the detections of one frame after another into tracks: best overlap first, each track and detection once. */
export class Tracker {
  readonly #options: TrackerOptions;
  #tracks: Track[] = [];
  #count = 0;

  constructor(options: TrackerOptions) {
    this.#options = options;
  }

  /** The detections of a frame taken at `at` (µs), each with its track, and the tracks that have ended by then. */
  update(detections: readonly Detection[], at: number): { sightings: Sighting[]; ended: Track[] } {
    const ended = this.#tracks.filter((track) => this.#hasEnded(track, at));
    this.#tracks = this.#tracks.filter((track) => !ended.includes(track));
    const matched = this.#match(detections);
    for (const track of this.#tracks) track.missed += 1;
    const sightings = detections.map((detection) => {
      const track = matched.get(detection) ?? this.#begin(detection, at);
      track.seen += 1;
      track.until = at;
      track.missed = 0;
      track.box = detection.box;
      return { track, detection };
    });
    return { sightings, ended };
  }

  /** Nothing has moved since the last frame: whoever was in it is there still at `at` (µs). */
  still(at: number): void {
    for (const track of this.#tracks) if (track.missed === 0) track.until = at;
  }

  /** Ends every track. */
  finish(): Track[] {
    const ended = this.#tracks;
    this.#tracks = [];
    return ended;
  }

  #hasEnded({ until, missed }: Track, at: number): boolean {
    const gap = Math.abs(at - until); // a clock that was set back must not keep a track alive until it has caught up
    const { maxGap } = this.#options;
    return gap > maxGap && (missed > 0 || gap > SLOW * maxGap);
  }

  #begin(detection: Detection, at: number): Track {
    this.#count += 1;
    const track = { id: String(this.#count), seen: 0, since: at, until: at, box: detection.box, missed: 0 };
    this.#tracks.push(track);
    return track;
  }

  #match(detections: readonly Detection[]): Map<Detection, Track> {
    const pairs = detections
      .flatMap((detection) =>
        this.#tracks.map((track) => ({ detection, track, overlap: intersectionOverUnion(track.box, detection.box) })),
      )
      .filter(({ overlap }) => overlap >= this.#options.minOverlap)
      .sort((a, b) => b.overlap - a.overlap);
    const matched = new Map<Detection, Track>();
    const taken = new Set<Track>();
    for (const { detection, track } of pairs) {
      if (matched.has(detection) || taken.has(track)) continue;
      matched.set(detection, track);
      taken.add(track);
    }
    return matched;
  }
}
