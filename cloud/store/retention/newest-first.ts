import type { Catalog, CatalogShot } from '../catalog/catalog.ts';
import { shotPages } from '../catalog/shot-pages.ts';
import { type RetainedShot, sinceOf } from './plan.ts';

/**
 * All shots, the newest first by `sinceOf` and id. The catalog has them in the order of their capture, so those whose clock was
 * suspect are looked for first, and held until their turn comes. Ends early when `signal` says so.
 */
export async function* newestFirst(
  catalog: Pick<Catalog, 'shots'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly RetainedShot[]> {
  const held: RetainedShot[] = [];
  for await (const page of shotPages(catalog, { order: 'newest' })) {
    if (signal?.aborted) return;
    held.push(...page.filter(isSuspect).map(inBrief));
  }
  held.sort(oldestFirst);
  for await (const page of shotPages(catalog, { order: 'newest' })) {
    if (signal?.aborted) return;
    const shots = page.filter((shot) => !isSuspect(shot));
    const last = shots.at(-1);
    yield [...shots, ...(last ? newerThan(last, held) : [])].sort((a, b) => oldestFirst(b, a));
  }
  yield held.reverse();
}

/** Takes them from the end of `held`. */
function newerThan(shot: RetainedShot, held: RetainedShot[]): RetainedShot[] {
  const first = held.findLastIndex((one) => oldestFirst(one, shot) < 0) + 1;
  return held.splice(first);
}

function isSuspect({ clock }: CatalogShot): boolean {
  return clock?.suspect ?? false;
}

function oldestFirst(a: RetainedShot, b: RetainedShot): number {
  return sinceOf(a) - sinceOf(b) || (a.id < b.id ? -1 : 1);
}

/** Many may be held, and a catalog's shot has all that was said of it. */
function inBrief(shot: CatalogShot): RetainedShot {
  const { id, key, at, storedAt, kind, site, device, camera, clock, image } = shot;
  const label = 'label' in shot ? { label: shot.label } : {};
  return { ...{ id, key, at, storedAt, kind, site, device, camera, clock }, ...label, ...(image && { image }) };
}
