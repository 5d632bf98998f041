import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Whether every program is installed; a test that needs them says so in its title and is skipped where one is not.
 * In continuous integration a missing one is an error, so that a gate cannot go soft unseen.
 */
export function hasPrograms(...names: string[]): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  const missing = names.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
  if (missing.length > 0 && process.env['CI']) throw new Error(`not installed: ${missing.join(', ')}; see .ci/run`);
  return missing.length === 0;
}
