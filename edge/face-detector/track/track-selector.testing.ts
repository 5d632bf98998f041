import type { TrackSelectorOptions } from './select-by-track.ts';

/** Options of a selector that believes three sightings of any score, and waits for nothing. */
export const TRACK_OPTIONS: TrackSelectorOptions = {
  ...{ minOverlap: 0.3, maxGap: 1_000_000, maxTracks: 10, maxHeldBytes: 1 << 20 },
  ...{ minSeen: 3, sureScore: 0, firstWithin: 0, goodWorth: 1, bestMargin: 1.2, bestWithin: 60_000_000 },
  marginShare: 0.3,
  stationary: { after: 30_000_000, remember: 600_000_000 },
};
