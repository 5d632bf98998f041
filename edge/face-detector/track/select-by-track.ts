import { areaOf } from '../detect/box.ts';
import type { Detection, Detections } from '../detect/detector.ts';
import type { Frame } from '../frame.ts';
import { frontality } from '../shot/pose.ts';
import { holdPart } from './hold-part.ts';
import { othersOf } from './others-of.ts';
import type { LetGo, Pick, Selection, Selector } from './selector.ts';
import { type Sighting, type Track, Tracker, type TrackerOptions } from './tracker.ts';

export interface TrackSelectorOptions extends TrackerOptions {
  /** A track sends its first shot at this many sightings: a single one may be a mistake of the detector. */
  readonly minSeen: number;
  /** The best shot is sent too if its worth is at least this many times the first one's. */
  readonly bestMargin: number;
  /** What a shot shows around the face, as a share of its box. */
  readonly marginShare: number;
}

/** What is held for a live track: the best sighting so far, what was sent already, and what is not decided yet. */
interface Held {
  best: Pick;
  worth: number;
  sent?: { readonly pick: Pick; readonly worth: number };
  /** Sightings before the first shot, beside the best: when they were captured. */
  readonly others: number[];
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

  offer(frame: Frame, found: Detections, unwanted: readonly Detection[] = []): Selection {
    const { sightings, ended } = this.#tracker.update(found.detections, frame.at);
    const seen = sightings.map((sighting) => this.#see(sighting, frame, found, unwanted));
    return join([...seen, ...ended.map((track) => this.#end(track))]);
  }

  still(at: number): Selection {
    this.#tracker.still(at);
    return NOTHING;
  }

  finish(): Selection {
    return join(this.#tracker.finish().map((track) => this.#end(track)));
  }

  #see({ track, detection }: Sighting, frame: Frame, found: Detections, unwanted: readonly Detection[]): Selection {
    const { width, height } = found;
    const worth = worthOf(detection.score, areaOf(detection.box) / (width * height), frontality(detection.landmarks));
    const hold = () => ({
      ...holdPart(frame, detection.box, this.#options.marginShare),
      ...{ width, height, detection, others: othersOf(detection, found, unwanted) },
    });
    const held = this.#held.get(track);
    if (!held) {
      this.#held.set(track, { best: hold(), worth, others: [] });
    } else if (worth > held.worth) {
      if (held.best !== held.sent?.pick) held.others.push(held.best.frame.at);
      Object.assign(held, { best: hold(), worth });
    } else {
      held.others.push(frame.at);
    }
    return this.#decide(track);
  }

  /** The first shot where it is time for it; with it, all of the track that is not its best is let go. */
  #decide(track: Track): Selection {
    const held = this.#held.get(track);
    if (!held) return NOTHING;
    if (held.sent) return { picks: [], letGo: letGo('track', held.others.splice(0)) };
    if (track.seen < this.#options.minSeen) return NOTHING;
    held.sent = { pick: held.best, worth: held.worth };
    const pick: Pick = { ...held.best, track: { id: track.id, phase: 'first', seen: track.seen } };
    return { picks: [pick], letGo: letGo('track', held.others.splice(0)) };
  }

  #end(track: Track): Selection {
    const held = this.#held.get(track);
    if (!held) return NOTHING;
    this.#held.delete(track);
    const { best, worth, sent, others } = held;
    if (!sent) return { picks: [], letGo: letGo('brief', [...others, best.frame.at]) };
    if (best === sent.pick) return NOTHING;
    if (worth < sent.worth * this.#options.bestMargin) return { picks: [], letGo: letGo('track', [best.frame.at]) };
    return { picks: [{ ...best, track: { id: track.id, phase: 'best', seen: track.seen } }], letGo: [] };
  }
}

const NOTHING: Selection = { picks: [], letGo: [] };

function letGo(reason: LetGo['reason'], at: readonly number[]): LetGo[] {
  return at.length === 0 ? [] : [{ reason, at }];
}

function join(selections: readonly Selection[]): Selection {
  return { picks: selections.flatMap(({ picks }) => picks), letGo: selections.flatMap((one) => one.letGo) };
}

/** A large, sure, frontal face is worth more; all three are 0..1. */
function worthOf(score: number, area: number, pose: number): number {
  return score * Math.sqrt(area) * (0.5 + 0.5 * pose);
}
