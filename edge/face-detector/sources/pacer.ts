/** Says of each frame, by its time in ms, whether it is due at `fps`; a camera that is a little fast or slow does not halve the rate. */
export function createPacer(fps: number | undefined): (atMs: number) => boolean {
  if (fps === undefined) return () => true;
  const interval = 1_000 / fps;
  let due = Number.NEGATIVE_INFINITY;
  return (at) => {
    if (at < due) return false;
    // On the grid, so that the rate holds on average; a late frame begins a new one.
    due = at - due < interval ? due + interval : at + interval;
    return true;
  };
}
