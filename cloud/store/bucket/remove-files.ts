import { rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DurableFolders } from './durable-folders.ts';
import { codeOf } from './file-error.ts';
import { TEMPORARY } from './key.ts';
import { NO_FILE } from './read-file.ts';

/** A folder with something in it, as systems call it. */
const NOT_EMPTY: readonly (string | undefined)[] = ['ENOTEMPTY', 'EEXIST'];

/**
 * Removes objects by their files' paths, with their descriptions and the folders that nothing is left in; durable when it
 * resolves. Tells of each whether there was anything. Throws as the system does.
 */
export async function removeFiles(bucket: string, paths: readonly string[]): Promise<boolean[]> {
  // On a disk that went away, nothing can be told of an object.
  await stat(join(bucket, TEMPORARY));
  const wereThere: boolean[] = [];
  for (const path of paths) {
    // The object first: what a kill leaves of it is its description, and the same call removes that.
    const hadObject = await unlinkIfThere(path);
    wereThere.push((await unlinkIfThere(`${path}.json`)) || hadObject);
  }
  const folders = new DurableFolders(bucket);
  const left = await Promise.all([...new Set(paths.map(dirname))].map((folder) => removeIfEmpty(bucket, folder)));
  await Promise.all([...new Set(left)].map((folder) => flush(folders, bucket, folder)));
  return wereThere;
}

async function unlinkIfThere(path: string): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (error) {
    if (NO_FILE.includes(codeOf(error))) return false;
    throw error;
  }
}

/** Removes a folder and those above it, as long as they are empty; gives the first one that stays. */
async function removeIfEmpty(bucket: string, folder: string): Promise<string> {
  if (folder === bucket) return folder;
  try {
    await rmdir(folder);
  } catch (error) {
    if (NOT_EMPTY.includes(codeOf(error))) return folder;
    if (!NO_FILE.includes(codeOf(error))) throw error;
  }
  return removeIfEmpty(bucket, dirname(folder));
}

/** Of a folder that went with the last of its siblings meanwhile, the one above it. */
async function flush(folders: DurableFolders, bucket: string, folder: string): Promise<void> {
  try {
    await folders.flush(folder);
  } catch (error) {
    if (folder === bucket || !NO_FILE.includes(codeOf(error))) throw error;
    await flush(folders, bucket, dirname(folder));
  }
}
