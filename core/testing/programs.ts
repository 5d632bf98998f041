import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps what starts a PostgreSQL server here, a folder for each version. */
const POSTGRESQL = '/usr/lib/postgresql';

/** The file of an installed program; undefined where there is none. */
export function findProgram(name: string): string | undefined {
  const postgresql = existsSync(POSTGRESQL)
    ? readdirSync(POSTGRESQL).map((version) => join(POSTGRESQL, version, 'bin'))
    : [];
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', ...postgresql];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/**
 * Whether every program is installed; a test that needs them says so in its title and is skipped where one is not.
 * In continuous integration a missing one is an error, so that a gate cannot go soft unseen.
 */
export function hasPrograms(...names: string[]): boolean {
  const missing = names.filter((name) => findProgram(name) === undefined);
  if (missing.length > 0 && process.env['CI']) throw new Error(`not installed: ${missing.join(', ')}; see .ci/run`);
  return missing.length === 0;
}
