import type { Catalog, CatalogShot } from '@vedette/store';

/** Who was away for longer looks at the shots by time. */
const MOST = 1_000;

export function eventIdOf({ at, id }: Pick<CatalogShot, 'at' | 'id'>): string {
  return `${at}-${id}`;
}

/** What was captured since an event, the oldest first. */
export async function* catchUp(catalog: Pick<Catalog, 'shots'>, lastEventId: string): AsyncGenerator<CatalogShot> {
  const [, at, id] = /^(\d{1,16})-([\da-f-]{36})$/.exec(lastEventId) ?? [];
  if (at === undefined) return;
  const { items } = await catalog.shots({ from: Number(at), order: 'oldest', limit: MOST });
  for (const shot of items) if (shot.id !== id) yield shot;
}
