import type { Box } from '../../detect/box.ts';
import type { Detection, Detections } from '../../detect/detector.ts';
import { affinityOf } from './affinity.ts';
import { assign } from './assign.ts';
import { BoxMotion } from './box-motion.ts';

export interface TrackerOptions {
  /** Least overlap (IoU, 0..1) of a sighting with the box where its track should be by now. */
  readonly minOverlap: number;
  /** A track that was not seen for this long (µs) has ended. */
  readonly maxGap: number;
  /** Tracks that are followed at a time, at most. */
  readonly maxTracks: number;
}

/** Sightings of one face or object, joined. */
export interface Track {
  readonly id: string;
  readonly label: string;
  /** Sightings so far. */
  seen: number;
  /** When it was seen last, in µs since the epoch. */
  until: number;
  box: Box;
}

interface Followed {
  readonly track: Track;
  readonly motion: BoxMotion;
  /** Frames since it was seen. */
  missed: number;
}

/** A detection, with the track that it is a sighting of. */
export interface Sighting {
  readonly track: Track;
  readonly detection: Detection;
}

/** Where frames come more slowly than `maxGap`, a track goes on into the next one, up to so many times `maxGap` later. */
const SLOW = 10;
/** What was in the last frame is likelier to be in this one: of two that cross, the one in front. */
const STAYS = 0.2;

/**
 * Joins the detections of one frame after another into tracks. As ByteTrack does (Zhang et al. 2022), tracks take first of
 * the sure detections, and what is left of them may go on with an unsure one, which never begins a track.
 */
export class Tracker {
  readonly #options: TrackerOptions;
  #followed: Followed[] = [];
  #count = 0;

  constructor(options: TrackerOptions) {
    this.#options = options;
  }

  /**
   * The detections of a frame taken at `at` (µs), each with its track, those `beyond` as many as are followed, and the
   * tracks that have ended by then.
   */
  update({ detections, unsure = [] }: Pick<Detections, 'detections' | 'unsure'>, at: number) {
    const ended = this.#takeEnded(at);
    const sure = this.#match(detections, this.#followed, at);
    const taken = new Set(sure.values());
    const left = this.#followed.filter((one) => !taken.has(one));
    const guessed = this.#match(unsure, left, at);
    for (const one of this.#followed) one.missed += 1;
    for (const [{ box }, one] of guessed) see(one, box, at);
    const sightings: Sighting[] = [];
    const beyond: Detection[] = [];
    for (const detection of detections) {
      const track = this.#trackOf(detection, sure.get(detection), at);
      if (track) sightings.push({ track, detection });
      else beyond.push(detection);
    }
    return { sightings, beyond, ended };
  }

  /** Nothing has moved since the last frame: who was in it is `there` still at `at` (µs); who was not has `ended` in time. */
  still(at: number): { there: Track[]; ended: Track[] } {
    const there = this.#followed.filter(({ missed }) => missed === 0);
    for (const one of there) see(one, one.track.box, at);
    return { there: there.map(({ track }) => track), ended: this.#takeEnded(at) };
  }

  /** Ends every track. */
  finish(): Track[] {
    return this.#followed.splice(0).map(({ track }) => track);
  }

  #takeEnded(at: number): Track[] {
    const ended = this.#followed.filter((one) => this.#hasEnded(one, at));
    this.#followed = this.#followed.filter((one) => !ended.includes(one));
    return ended.map(({ track }) => track);
  }

  #hasEnded({ track, missed }: Followed, at: number): boolean {
    const gap = Math.abs(at - track.until); // a clock that was set back must not keep a track alive until it has caught up
    const { maxGap } = this.#options;
    return gap > maxGap && (missed > 0 || gap > SLOW * maxGap);
  }

  #trackOf({ label, box }: Detection, known: Followed | undefined, at: number): Track | undefined {
    if (known) see(known, box, at);
    else if (this.#followed.length >= this.#options.maxTracks) return undefined;
    const { track } = known ?? this.#begin(label, box, at);
    track.seen += 1;
    return track;
  }

  #begin(label: string, box: Box, at: number): Followed {
    this.#count += 1;
    const track: Track = { id: String(this.#count), label, seen: 0, until: at, box };
    const one = { track, motion: new BoxMotion(box, at), missed: 0 };
    this.#followed.push(one);
    return one;
  }

  #match(
    detections: readonly Detection[],
    followed: readonly Followed[],
    at: number,
  ): ReadonlyMap<Detection, Followed> {
    const expected = followed.map((one) => ({ one, forecast: one.motion.forecast(at) }));
    const candidates = detections.flatMap((detection) =>
      expected.flatMap(({ one, forecast }) => {
        if (one.track.label !== detection.label) return [];
        const affinity = affinityOf(forecast, detection.box, this.#options.minOverlap);
        if (affinity === undefined) return [];
        return { row: detection, column: one, affinity: affinity + (one.missed === 0 ? STAYS : 0) };
      }),
    );
    return assign(candidates);
  }
}

function see(one: Followed, box: Box, at: number): void {
  one.motion.see(box, at);
  one.track.box = box;
  one.track.until = at;
  one.missed = 0;
}
