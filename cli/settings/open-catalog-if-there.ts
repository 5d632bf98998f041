import { ResourceError } from '@vedette/core/errors';
import { type Catalog, catalogUrlOf, openCatalog } from '@vedette/store';
import type { Settings } from './schema.ts';

/** The catalog, to read; undefined where none was named, and none is where it would be. Rejects as `openCatalog` does. */
export async function openCatalogIfThere(settings: Settings): Promise<Catalog | undefined> {
  const { url, password } = settings.catalog;
  try {
    return await openCatalog(catalogUrlOf(settings.catalog, settings), { create: false, password });
  } catch (error) {
    if (url !== undefined || !(error instanceof ResourceError)) throw error;
    return undefined;
  }
}
