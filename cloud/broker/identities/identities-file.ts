import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError, messageOf, ResourceError, VedetteError } from '@vedette/core/errors';
import { makeFolders } from '@vedette/core/run';
import { type IdentityRecord, identitiesSchema } from './identity.ts';
import { replaceFile } from './replace-file.ts';
import { withLock } from './with-lock.ts';

/** Who may come in; undefined where there is no file. Throws ConfigError for a file that cannot be understood. */
export async function readIdentities(file: string): Promise<IdentityRecord[] | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new ConfigError(`the identities in ${file} cannot be read: ${error.message}`, { cause: error });
  });
  return text === undefined ? undefined : parse(text, file);
}

/**
 * Reads the identities and replaces the file by what `edit` makes of them, in one step, and one after another where several
 * do so at once. A new file is its owner's alone; an old one's owner and mode stay. Throws ConfigError and ResourceError.
 */
export async function editIdentities(
  file: string,
  edit: (identities: readonly IdentityRecord[]) => readonly IdentityRecord[],
): Promise<void> {
  try {
    makeFolders(dirname(file), 0o700);
    await withLock(`${file}.lock`, async () => {
      const identities = edit((await readIdentities(file)) ?? []);
      await replaceFile(file, `${JSON.stringify({ v: 1, identities }, null, 2)}\n`);
    });
  } catch (error) {
    if (error instanceof VedetteError) throw error;
    throw new ResourceError(`the identities in ${file} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}

function parse(text: string, file: string): IdentityRecord[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`the identities in ${file} are no JSON: ${messageOf(error)}`, { cause: error });
  }
  const parsed = identitiesSchema.safeParse(value);
  if (parsed.success) return parsed.data.identities;
  const [issue] = parsed.error.issues;
  throw new ConfigError(`the identities in ${file} are wrong at ${issue?.path.join('.')}: ${issue?.message}`);
}
