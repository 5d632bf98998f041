import { resolve } from 'node:path';
import { ConfigError } from '@vedette/core/errors';
import { redactUrls } from '@vedette/core/observe';

/** Throws ConfigError for what names no catalog that can be opened here; touches nothing. */
export function checkCatalogUrl(url: string): void {
  if (!isPostgres(url)) catalogFile(url);
  else if (!URL.canParse(url)) throw noCatalog(url);
}

export function isPostgres(url: string): boolean {
  return /^postgres(ql)?:\/\//.test(url);
}

/** The absolute path of a catalog in a file; PATH is taken as it stands. Throws ConfigError. */
export function catalogFile(url: string): string {
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
