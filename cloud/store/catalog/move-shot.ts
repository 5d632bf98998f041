import type { Catalog, CatalogEntry } from './catalog.ts';

/** Says of a shot that it lies under another key than the catalog has it. Cut short in between, it lacks the shot. */
export async function moveShot(catalog: Pick<Catalog, 'add' | 'remove'>, entry: CatalogEntry): Promise<void> {
  await catalog.remove([entry.id]);
  await catalog.add(entry);
}
