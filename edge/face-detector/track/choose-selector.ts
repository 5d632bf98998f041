import { capped } from './capped.ts';
import { RateLimit } from './rate-limit.ts';
import { TrackSelector } from './select-by-track.ts';
import { selectEvery } from './select-every.ts';
import type { Selector } from './selector.ts';
import type { SizeSettings, TrackSettings } from './settings.ts';
import { SiftedSelector } from './sift/sift.ts';
import type { Zone } from './sift/zone.ts';

export interface SelectorSettings {
  readonly select: 'every' | 'track';
  readonly track: TrackSettings;
  readonly sizes: SizeSettings;
  readonly minScores: Readonly<Record<string, number>>;
  readonly zones: readonly Zone[];
  readonly maxShotsPerSecond?: number | undefined;
  /** What a shot shows around the face, as a share of its box. */
  readonly marginShare: number;
  /** A detection of this score is hardly ever wrong; the settings may say otherwise. */
  readonly sureScore: number;
}

/** The selector that the settings describe. */
export function chooseSelector(settings: SelectorSettings): Selector {
  const { sizes, minScores, zones } = settings;
  return new SiftedSelector(unsifted(settings), { ...sizes, minScores, zones });
}

function unsifted({ select, track, maxShotsPerSecond, marginShare, sureScore }: SelectorSettings): Selector {
  const rate = maxShotsPerSecond === undefined ? undefined : new RateLimit(maxShotsPerSecond);
  if (select === 'every') return rate ? capped(selectEvery, rate) : selectEvery;
  const { minOverlap, minSeen, goodWorth, bestMargin, maxTracks, maxHeldBytes, againSeconds } = track;
  return new TrackSelector({
    ...{ minOverlap, minSeen, goodWorth, bestMargin, maxTracks, maxHeldBytes, marginShare, rate },
    sureScore: track.sureScore ?? sureScore,
    maxGap: micros(track.maxGapSeconds),
    firstWithin: micros(track.firstWithinSeconds),
    bestWithin: micros(track.bestWithinSeconds),
    again: againSeconds === undefined ? undefined : micros(againSeconds),
    stationary: { after: micros(track.stationarySeconds), remember: micros(track.rememberSeconds) },
  });
}

function micros(seconds: number): number {
  return seconds * 1_000_000;
}
