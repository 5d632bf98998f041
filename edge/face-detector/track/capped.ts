import type { RateLimit } from './rate-limit.ts';
import type { Pick, Selector } from './selector.ts';

/** Has a selector that holds nothing back send no more than a rate allows, of one frame the surest first. */
export function capped(selector: Selector, rate: RateLimit): Selector {
  return {
    offer(frame, found, unwanted) {
      const { picks, letGo } = selector.offer(frame, found, unwanted);
      const allowed = new Set<Pick>();
      for (const pick of picks.toSorted((a, b) => b.detection.score - a.detection.score)) {
        if (rate.take(frame.at)) allowed.add(pick);
      }
      const beyond = picks.filter((pick) => !allowed.has(pick)).map((pick) => pick.frame.at);
      return {
        picks: picks.filter((pick) => allowed.has(pick)),
        letGo: beyond.length > 0 ? [...letGo, { reason: 'rate', at: beyond }] : letGo,
      };
    },
    still: (at) => selector.still(at),
    finish: () => selector.finish(),
  };
}
