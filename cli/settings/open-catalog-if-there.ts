import { existsSync } from 'node:fs';
import { type Catalog, catalogFile, catalogUrlOf, openCatalog } from '@vedette/store';
import type { Settings } from './schema.ts';

/** The catalog, to read; undefined where none was named, and there is no file where it would be. Rejects as `openCatalog` does. */
export async function openCatalogIfThere(settings: Settings): Promise<Catalog | undefined> {
  const { url: named, password } = settings.catalog;
  const url = catalogUrlOf(settings.catalog, settings);
  if (named === undefined && !existsSync(catalogFile(url))) return undefined;
  return openCatalog(url, { create: false, password });
}
