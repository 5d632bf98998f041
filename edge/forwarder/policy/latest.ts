import type { Policy } from './policy.ts';

/** The newest first; what is older than `maxAgeMs` is dropped, and the oldest where the spool is full. */
export function latest(maxAgeMs: number): Policy {
  return {
    ranks: 1,
    rankOf: () => 0,
    next: ([all]) => all?.newest(),
    expired: ([all], now) => {
      const oldest = all?.oldest();
      return oldest && now - oldest.capturedAt > maxAgeMs ? oldest : undefined;
    },
    victim: ([all]) => all?.oldest(),
  };
}
