import type { Detection, Detections } from '../detect/detector.ts';
import type { Frame } from '../frame.ts';
import { type Sighting, type Track, Tracker, type TrackerOptions } from './follow/tracker.ts';
import { givesWay } from './gives-way.ts';
import { holdPart } from './hold-part.ts';
import { othersOf } from './others-of.ts';
import type { RateLimit } from './rate-limit.ts';
import type { LetGo, Selection, Selector } from './selector.ts';
import { type StationaryOptions, StationaryPlaces } from './stationary-places.ts';
import { TrackShots, type TrackShotsOptions } from './track-shots.ts';
import { worthOf } from './worth.ts';

export interface TrackSelectorOptions extends TrackerOptions, TrackShotsOptions {
  /** Least score of a sure sighting, 0..1. */
  readonly sureScore: number;
  /** What a shot shows around the face, as a share of its box. */
  readonly marginShare: number;
  /** What is held of all tracks together, at most. */
  readonly maxHeldBytes: number;
  readonly stationary: StationaryOptions;
  /** Without a limit unless given. */
  readonly rate?: RateLimit | undefined;
}

/** At most two shots a track: an early one, and the best of all if it is better. */
export class TrackSelector implements Selector {
  readonly #options: TrackSelectorOptions;
  readonly #tracker: Tracker;
  readonly #places: StationaryPlaces;
  readonly #live = new Map<Track, TrackShots>();
  #at = 0;

  constructor(options: TrackSelectorOptions) {
    this.#options = options;
    this.#tracker = new Tracker(options);
    this.#places = new StationaryPlaces(options.stationary);
  }

  offer(frame: Frame, found: Detections, unwanted: readonly Detection[] = []): Selection {
    this.#at = frame.at;
    const { sightings, beyond, ended } = this.#tracker.update(found, frame.at);
    const seen = sightings.flatMap((sighting) => this.#see(sighting, frame, found, unwanted));
    const { picks, letGo } = this.#decide(ended);
    const gaveWay = givesWay(this.#live.values(), this.#options.maxHeldBytes).flatMap((shots) => shots.drop('full'));
    const full: LetGo[] = beyond.length > 0 ? [{ reason: 'full', at: beyond.map(() => frame.at) }] : [];
    return { picks, letGo: [...seen, ...full, ...letGo, ...gaveWay] };
  }

  still(at: number): Selection {
    this.#at = at;
    const { there, ended } = this.#tracker.still(at);
    const things = there.filter((track) => this.#places.see(track, at));
    const dropped = things.flatMap((track) => this.#live.get(track)?.drop('stationary') ?? []);
    const { picks, letGo } = this.#decide(ended);
    return { picks, letGo: [...dropped, ...letGo] };
  }

  finish(): Selection {
    return this.#decide(this.#tracker.finish());
  }

  #see({ track, detection }: Sighting, frame: Frame, found: Detections, unwanted: readonly Detection[]): LetGo[] {
    const shots = this.#live.get(track) ?? new TrackShots(track.id, this.#options);
    this.#live.set(track, shots);
    if (this.#places.see(track, frame.at))
      return [...shots.drop('stationary'), { reason: 'stationary', at: [frame.at] }];
    const { width, height } = found;
    return shots.see(frame.at, worthOf(detection, found), detection.score >= this.#options.sureScore, () => ({
      ...holdPart(frame, detection.box, this.#options.marginShare),
      ...{ width, height, detection, others: othersOf(detection, found, unwanted) },
    }));
  }

  /** What is to be sent now, the most worth first, as far as the rate allows; what has to wait for that is held on to. */
  #decide(ended: readonly Track[]): Selection {
    const over = ended.flatMap((track) => this.#end(track) ?? []);
    const due = [
      ...[...this.#live.values()].filter((shots) => shots.isDue(this.#at)),
      ...over.filter((shots) => shots.hasShot),
    ];
    due.sort((a, b) => (b.held?.worth ?? 0) - (a.held?.worth ?? 0));
    const allowed = due.filter(() => this.#options.rate?.take(this.#at) ?? true);
    const picks = allowed.flatMap((shots) => shots.take(this.#at) ?? []);
    return { picks, letGo: over.flatMap((shots) => shots.end()) };
  }

  #end(track: Track): TrackShots | undefined {
    const shots = this.#live.get(track);
    this.#live.delete(track);
    this.#places.end(track);
    return shots;
  }
}
