import type { Candidate, Policy } from './policy.ts';

/** However many picks wait, the cloud's newest picture is no older than this and the way to it. */
const FRESH_MS = 1_000;

/**
 * What was picked from a track goes before the rest, and of each the newest first: over a narrow link the cloud sees what
 * happens now, and what is behind fills the room that is left. Where the spool is full, the oldest of the rest goes first.
 */
export const bestThenRest: Policy = {
  ranks: 2,
  rankOf: ({ phase }) => (phase ? 0 : 1),
  next: ([picks, rest], { now, newestSent }) => {
    const newest = newer(picks?.newest(), rest?.newest());
    if (!newestSent) return newest;
    if (newest && newest.serial > newestSent.serial && now - newestSent.at >= FRESH_MS) return newest;
    return picks?.newest() ?? rest?.newest();
  },
  victim: ([picks, rest]) => rest?.oldest() ?? picks?.oldest(),
};

function newer<C extends Candidate>(a: C | undefined, b: C | undefined): C | undefined {
  return a && b ? (a.serial > b.serial ? a : b) : (a ?? b);
}
