import type { Policy } from './policy.ts';

/** The oldest first, and nothing is ever dropped: a full spool takes no more. */
export const complete: Policy = {
  ranks: 1,
  rankOf: () => 0,
  next: ([all]) => all?.oldest(),
};
