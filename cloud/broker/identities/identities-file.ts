import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError, messageOf, ResourceError } from '@vedette/core/errors';
import { type IdentityRecord, identitiesSchema } from './identity.ts';

/** Who may come in; nobody where there is no file. Throws ConfigError for a file that cannot be understood. */
export async function readIdentities(file: string): Promise<IdentityRecord[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new ConfigError(`the identities in ${file} cannot be read: ${error.message}`, { cause: error });
  });
  return text === undefined ? [] : parse(text, file);
}

/** Replaces the file in one step; only its owner can read it. Throws ResourceError. */
export async function writeIdentities(file: string, identities: readonly IdentityRecord[]): Promise<void> {
  try {
    await replace(file, `${JSON.stringify({ v: 1, identities }, null, 2)}\n`);
  } catch (error) {
    throw new ResourceError(`the identities in ${file} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}

async function replace(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
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
