import type { Catalog } from './catalog.ts';
import { catalogFile, checkCatalogUrl, isPostgres } from './catalog-url.ts';

export interface OpenCatalogOptions {
  /** Makes the catalog where there is none, and brings an earlier one up to date; a reader, which only looks, says false. */
  readonly create?: boolean | undefined;
  /** Of a server, where its URL has none. */
  readonly password?: string | undefined;
  /** A server that is away now is no error: the catalog is opened by the first call that finds it there. */
  readonly mayBeAway?: boolean | undefined;
}

/**
 * Opens the catalog that a URL names: `file:PATH` or `postgres://USER@HOST:PORT/DATABASE`. Rejects with ConfigError, and
 * with ResourceError where it cannot be opened now.
 */
export async function openCatalog(url: string, options: OpenCatalogOptions = {}): Promise<Catalog> {
  const { create = true, password, mayBeAway } = options;
  checkCatalogUrl(url);
  const { openOn } = await import('./open-on.ts'); // tools that have no use for a catalog do without its libraries
  if (!isPostgres(url)) {
    const { openLibsql } = await import('./libsql/open-libsql.ts');
    return openOn(await openLibsql(catalogFile(url), { create }), { create });
  }
  const { openPostgres } = await import('./postgres/open-postgres.ts');
  return openOn(openPostgres(url, { password }), { create, mayBeAway });
}
