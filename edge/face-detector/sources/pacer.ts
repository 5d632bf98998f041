/**
 * Says of each frame, by its time in ms, whether it is due at `fps`. The grid keeps the rate on average; half a step of
 * tolerance keeps frames that come at just this rate, one a little early and the next a little late.
 */
export function createPacer(fps: number | undefined): (atMs: number) => boolean {
  if (fps === undefined) return () => true;
  const interval = 1_000 / fps;
  let due = Number.NEGATIVE_INFINITY;
  return (at) => {
    if (at < due - interval / 2) return false;
    // After a pause a new grid begins.
    due = at - due < interval ? due + interval : at + interval;
    return true;
  };
}
