import type { Catalog, CatalogShot } from '@vedette/store';

/** Who stores does so by a clock of its own, and writes down what it stored a little later: so much in µs. */
const OVERLAP = 10_000_000;
/** Who was away for longer looks at the shots by time. */
const MOST = 1_000;

export function eventIdOf({ storedAt, id }: Pick<CatalogShot, 'storedAt' | 'id'>): string {
  return `${storedAt}-${id}`;
}

/** What was stored since an event, the oldest first, and perhaps some of what was told before it. */
export async function catchUp(catalog: Pick<Catalog, 'arrivals'>, lastEventId: string): Promise<CatalogShot[]> {
  const [, storedAt, id] = /^(\d{1,16})-([\da-f-]{36})$/.exec(lastEventId) ?? [];
  if (storedAt === undefined) return [];
  const shots = await catalog.arrivals(Math.max(0, Number(storedAt) - OVERLAP), MOST);
  return shots.filter((shot) => shot.id !== id).reverse();
}
