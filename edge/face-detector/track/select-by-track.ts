import { areaOf } from '../detect/box.ts';
import type { Detections } from '../detect/detector.ts';
import type { Frame } from '../frame.ts';
import { frontality } from '../shot/pose.ts';
import { holdPart } from './hold-part.ts';
import type { Pick, Selection, Selector } from './selector.ts';
import { type Sighting, type Track, Tracker, type TrackerOptions } from './tracker.ts';

export interface TrackSelectorOptions extends TrackerOptions {
  /** A track sends its first shot at this many sightings: a single one may be a mistake of the detector. */
  readonly minSeen: number;
  /** The best shot is sent too if its worth is at least this many times the first one's. */
  readonly bestMargin: number;
  /** What a shot shows around the face, as a share of its box. */
  readonly marginShare: number;
}

/** What is held for a live track: the best sighting so far, and what was sent already. */
interface Held {
  best: Pick;
  worth: number;
  sent?: { readonly pick: Pick; readonly worth: number };
}

/** At most two shots a track: the best of the first sightings at once, and at its end the best of all if it is better. */
export class TrackSelector implements Selector {
  readonly #options: TrackSelectorOptions;
  readonly #tracker: Tracker;
  readonly #held = new Map<Track, Held>();

  constructor(options: TrackSelectorOptions) {
    this.#options = options;
    this.#tracker = new Tracker(options);
  }

  offer(frame: Frame, found: Detections): Selection {
    const { sightings, ended } = this.#tracker.update(found.detections, frame.at);
    const first = sightings.flatMap((sighting) => this.#see(sighting, frame, found));
    const { picks, letGo } = this.#endAll(ended);
    return { picks: [...first, ...picks], letGo };
  }

  finish(): Selection {
    return this.#endAll(this.#tracker.finish());
  }

  #see({ track, detection }: Sighting, frame: Frame, { width, height }: Detections): Pick[] {
    const worth = worthOf(detection.score, areaOf(detection.box) / (width * height), frontality(detection.landmarks));
    const hold = () => ({ ...holdPart(frame, detection.box, this.#options.marginShare), width, height, detection });
    const held: Held = this.#held.get(track) ?? { best: hold(), worth };
    if (worth > held.worth) Object.assign(held, { best: hold(), worth });
    this.#held.set(track, held);
    if (held.sent || track.seen < this.#options.minSeen) return [];
    held.sent = { pick: held.best, worth: held.worth };
    return [{ ...held.best, track: { id: track.id, phase: 'first', seen: track.seen } }];
  }

  #endAll(tracks: readonly Track[]): Selection {
    const ends = tracks.map((track) => this.#end(track));
    return { picks: ends.flatMap(({ picks }) => picks), letGo: ends.flatMap(({ letGo }) => letGo) };
  }

  #end(track: Track): Selection {
    const held = this.#held.get(track);
    this.#held.delete(track);
    if (!held?.sent) return { picks: [], letGo: [{ reason: 'brief', count: track.seen }] };
    const { best, worth, sent } = held;
    const isBetter = best !== sent.pick && worth >= sent.worth * this.#options.bestMargin;
    const picks: Pick[] = isBetter ? [{ ...best, track: { id: track.id, phase: 'best', seen: track.seen } }] : [];
    return { picks, letGo: [{ reason: 'track', count: track.seen - 1 - picks.length }] };
  }
}

/** A large, sure, frontal face is worth more; all three are 0..1. */
function worthOf(score: number, area: number, pose: number): number {
  return score * Math.sqrt(area) * (0.5 + 0.5 * pose);
}
