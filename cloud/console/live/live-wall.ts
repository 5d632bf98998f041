import type { StoredShot } from '../api/shapes.ts';

/** What the wall shows, the newest first, and what waits to be shown. */
export interface LiveWall {
  readonly shown: readonly StoredShot[];
  readonly waiting: readonly StoredShot[];
}

/** Beyond this only the newest stay, and the rows are laid anew. */
const MOST = 400;
const KEPT = 200;

/** Takes what has arrived, the oldest first; each shot once. While it is held, nothing that is shown moves. */
export function takeArrivals(wall: LiveWall, arrived: readonly StoredShot[], isHeld: boolean): LiveWall {
  const known = new Set([...wall.shown, ...wall.waiting].map(({ id }) => id));
  const fresh = new Map(arrived.filter(({ id }) => !known.has(id)).map((shot) => [shot.id, shot]));
  const waiting = [...[...fresh.values()].reverse(), ...wall.waiting].slice(0, KEPT);
  return isHeld ? { ...wall, waiting } : showWaiting({ ...wall, waiting });
}

/** Puts what waits in front. */
export function showWaiting({ shown, waiting }: LiveWall): LiveWall {
  const all = [...waiting, ...shown];
  return { shown: all.length > MOST ? all.slice(0, KEPT) : all, waiting: [] };
}
