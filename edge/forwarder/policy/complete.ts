/** Which of the waiting entries (oldest first) is sent next; undefined if none is. */
export type Policy = <E>(waiting: Iterable<E>) => E | undefined;

/** Nothing is ever dropped: the oldest first. */
export const complete: Policy = (waiting) => {
  for (const entry of waiting) return entry;
  return undefined;
};
