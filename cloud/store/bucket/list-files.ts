import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredObject } from './bucket.ts';
import { bucketError, codeOf } from './file-error.ts';
import { compareKeys, TEMPORARY } from './key.ts';

/** A file, or a folder, whose key ends in `/`. */
interface Entry {
  readonly key: string;
  readonly isFolder: boolean;
}

/** The files under `folder` as objects, in the order of their keys' UTF-8 bytes; holds one folder's names at a time. */
export async function* listFiles(folder: string, prefix: string, after: string): AsyncGenerator<StoredObject> {
  yield* walk(folder, '', prefix, after);
}

async function* walk(bucket: string, base: string, prefix: string, after: string): AsyncGenerator<StoredObject> {
  const names = await bucketError(`cannot list the bucket ${bucket}`, () =>
    readFolder(join(bucket, base), base === ''),
  );
  for (const { key, isFolder } of inOrder(names.flatMap((name) => entryOf(base, name)))) {
    if (isFolder) {
      if (mayHold(key, prefix, after)) yield* walk(bucket, key, prefix, after);
    } else if (key.startsWith(prefix) && compareKeys(key, after) > 0) {
      const found = await stat(join(bucket, key)).catch(() => undefined); // removed since its folder was read
      if (found) yield { key, bytes: found.size, modifiedAt: found.mtime };
    }
  }
}

/** A folder below the top may be removed during the listing. */
async function readFolder(folder: string, isTop: boolean): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (!isTop && codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** A folder sorts by its name with the `/` that its keys have there: `a-b` stands before `a/b`. */
function entryOf(base: string, entry: Dirent): Entry[] {
  const key = base + entry.name;
  if (key === TEMPORARY) return [];
  if (entry.isDirectory()) return [{ key: `${key}/`, isFolder: true }];
  return entry.isFile() ? [{ key, isFolder: false }] : [];
}

/** Whether keys that begin with `folder` can begin with `prefix` and sort behind `after`. */
function mayHold(folder: string, prefix: string, after: string): boolean {
  const hasPrefix = folder.startsWith(prefix) || prefix.startsWith(folder);
  return hasPrefix && (after.startsWith(folder) || compareKeys(folder, after) > 0);
}

/** As S3 sorts: by UTF-8 bytes. JavaScript's own order, by UTF-16 units, is another one. */
function inOrder(entries: readonly Entry[]): Entry[] {
  const withBytes = entries.map((entry) => ({ entry, bytes: Buffer.from(entry.key) }));
  return withBytes.sort((a, b) => Buffer.compare(a.bytes, b.bytes)).map(({ entry }) => entry);
}
