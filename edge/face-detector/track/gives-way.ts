import type { TrackShots } from './track-shots.ts';

/** Those that must let go of what they hold, the least worth first, so that all together hold no more than `maxBytes`. */
export function givesWay(all: Iterable<TrackShots>, maxBytes: number): TrackShots[] {
  const holding = [...all].filter(({ held }) => held);
  if (bytesOf(holding) <= maxBytes) return [];
  holding.sort((a, b) => (a.held?.worth ?? 0) - (b.held?.worth ?? 0));
  const fits = holding.findIndex((_, first) => bytesOf(holding.slice(first)) <= maxBytes);
  return fits === -1 ? holding : holding.slice(0, fits);
}

/** A picture that several hold is there once. */
function bytesOf(holding: readonly TrackShots[]): number {
  const pictures = new Set(holding.map(({ held }) => held?.pick.frame.image.data));
  return [...pictures].reduce((sum, data) => sum + (data?.buffer.byteLength ?? 0), 0);
}
