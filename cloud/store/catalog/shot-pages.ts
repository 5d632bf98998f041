import type { Catalog, CatalogShot } from './catalog.ts';
import type { ShotQuery } from './queries.ts';

/** The most that a page of the catalog has. */
const PAGE = 1_000;

/** All shots that a query asks for, page after page. */
export async function* shotPages(
  catalog: Pick<Catalog, 'shots'>,
  query: Omit<ShotQuery, 'limit' | 'cursor'>,
): AsyncGenerator<readonly CatalogShot[]> {
  let cursor: string | undefined;
  do {
    const page = await catalog.shots({ ...query, limit: PAGE, cursor });
    yield page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}
