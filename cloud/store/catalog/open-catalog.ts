import { resolve } from 'node:path';
import { ConfigError } from '@vedette/core/errors';
import { redactUrls } from '@vedette/core/observe';
import type { Catalog } from './catalog.ts';
import { catalogErrors } from './catalog-errors.ts';
import type { Engine } from './engine.ts';
import { openLibsql } from './libsql/open-libsql.ts';
import { migrate } from './migrations/migrate.ts';
import { SqlCatalog } from './sql-catalog.ts';

export interface OpenCatalogOptions {
  /** Makes the catalog where there is none, and brings an earlier one up to date; a reader, which only looks, says false. */
  readonly create?: boolean | undefined;
  /** Of a server, where its URL has none. */
  readonly password?: string | undefined;
}

/**
 * Opens the catalog that a URL names: `file:PATH` or `postgres://USER@HOST:PORT/DATABASE`. Rejects with ConfigError, and
 * with ResourceError where it cannot be opened now.
 */
export async function openCatalog(url: string, { create = true, password }: OpenCatalogOptions = {}): Promise<Catalog> {
  if (!isPostgres(url)) return openOn(openLibsql(fileOf(url), { create }), create);
  checkCatalogUrl(url);
  const { checkEncoding, openPostgres } = await import('./postgres/open-postgres.ts'); // few have one
  const engine = openPostgres(url, { password });
  return openOn(engine, create, () => checkEncoding(engine));
}

/** Opens a catalog on an engine, which it closes in the end, also where it cannot be opened. */
export async function openOn(engine: Engine, create: boolean, check = async () => {}): Promise<Catalog> {
  try {
    await catalogErrors(engine, 'open', async () => {
      await check();
      await migrate(engine, { create });
    });
  } catch (error) {
    await engine.db.destroy();
    throw error;
  }
  return new SqlCatalog(engine);
}

/** Throws ConfigError for what names no catalog that can be opened here; touches nothing. */
export function checkCatalogUrl(url: string): void {
  if (!isPostgres(url)) fileOf(url);
  else if (!URL.canParse(url)) throw noCatalog(url);
}

function isPostgres(url: string): boolean {
  return /^postgres(ql)?:\/\//.test(url);
}

/** The absolute path of a file; PATH is taken as it stands. */
function fileOf(url: string): string {
  const [, path = ''] = /^file:(.+)$/s.exec(url) ?? [];
  const hasHost = path.startsWith('//') && !path.startsWith('///');
  if (path === '' || path.endsWith('/') || hasHost || path.includes('\0')) throw noCatalog(url);
  return resolve(path);
}

function noCatalog(url: string): ConfigError {
  return new ConfigError(
    `${JSON.stringify(redactUrls(url))} is no catalog; give file:PATH (file:data/catalog.db) or postgres://USER@HOST:PORT/DATABASE`,
  );
}
