import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of models, pictures and videos that stands beside a developer's checkout; the product never needs it. */
export const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url));

/** A file of that folder, or undefined where it is absent: pass it to `describe.skipIf`, whose title then names it. */
export function sharedFile(path: string): string | undefined {
  const file = join(SHARED, path);
  return existsSync(file) ? file : undefined;
}
