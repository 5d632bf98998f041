import type { Detection, Detections } from '../../detect/detector.ts';
import type { Frame } from '../../frame.ts';
import type { Size } from '../../image/size.ts';
import type { Selection, Selector } from '../selector.ts';
import { passesZones, type Zone } from './zone.ts';

/** What a detection must be like to be looked at further. */
export interface SiftOptions {
  /** Of the longer side of its box, px. */
  readonly minSide?: number | undefined;
  readonly maxSide?: number | undefined;
  /** Of the area of its box, as a share of the frame's. */
  readonly minShare?: number | undefined;
  readonly maxShare?: number | undefined;
  /** Least score by label. */
  readonly minScores: Readonly<Record<string, number>>;
  readonly zones: readonly Zone[];
}

const REFUSALS = ['size', 'zone', 'score'] as const;

type Refusal = (typeof REFUSALS)[number];

/** Lets a selector see only what the settings ask for. */
export class SiftedSelector implements Selector {
  readonly #inner: Selector;
  readonly #options: SiftOptions;

  constructor(inner: Selector, options: SiftOptions) {
    this.#inner = inner;
    this.#options = options;
  }

  offer(frame: Frame, found: Detections, unwanted: readonly Detection[] = []): Selection {
    const refusals = new Map(found.detections.map((one) => [one, refusalOf(one, found, this.#options)]));
    const refusedFor = (...reasons: (Refusal | undefined)[]) =>
      found.detections.filter((detection) => reasons.includes(refusals.get(detection)));
    const { unsure = [] } = found;
    const isElsewhere = (detection: Detection) => placeRefusalOf(detection, found, this.#options) !== undefined;
    const { picks, letGo } = this.#inner.offer(
      frame,
      // What is too unsure to be sent may still go on with a track.
      {
        ...found,
        detections: refusedFor(undefined),
        unsure: [...refusedFor('score'), ...unsure.filter((one) => !isElsewhere(one))],
      },
      [...unwanted, ...refusedFor('size', 'zone'), ...unsure.filter(isElsewhere)],
    );
    const refused = REFUSALS.map((reason) => ({ reason, at: refusedFor(reason).map(() => frame.at) }));
    return { picks, letGo: [...refused.filter(({ at }) => at.length > 0), ...letGo] };
  }

  still(at: number): Selection {
    return this.#inner.still(at);
  }

  finish(): Selection {
    return this.#inner.finish();
  }
}

/** Why a detection is not looked at further, undefined if it is. */
function refusalOf(detection: Detection, frame: Size, options: SiftOptions): Refusal | undefined {
  const least = options.minScores[detection.label] ?? 0;
  return placeRefusalOf(detection, frame, options) ?? (detection.score < least ? 'score' : undefined);
}

function placeRefusalOf(detection: Detection, frame: Size, options: SiftOptions): 'size' | 'zone' | undefined {
  const [, , width, height] = detection.box;
  const isWithin = (value: number, least = 0, most = Number.POSITIVE_INFINITY) => value >= least && value <= most;
  const hasSize =
    isWithin(Math.max(width, height), options.minSide, options.maxSide) &&
    isWithin((width * height) / (frame.width * frame.height), options.minShare, options.maxShare);
  if (!hasSize) return 'size';
  return passesZones(options.zones, detection, frame) ? undefined : 'zone';
}
