import { link, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DurableFolders } from './durable-folders.ts';
import { codeOf } from './file-error.ts';
import { TEMPORARY } from './key.ts';
import { NO_FILE } from './read-file.ts';
import { temporaryNames } from './temporary-files.ts';

/** A folder with something in it, as systems call it. */
const NOT_EMPTY: readonly (string | undefined)[] = ['ENOTEMPTY', 'EEXIST'];

/**
 * Removes objects by their files' paths, with their descriptions and the folders that nothing is left in; durable when it
 * resolves. Tells of each whether there was anything. Throws as the system does.
 */
export async function removeFiles(bucket: string, paths: readonly string[]): Promise<boolean[]> {
  // On a disk that went away, nothing can be told of an object.
  await stat(join(bucket, TEMPORARY));
  const temporaryName = temporaryNames(bucket);
  const wereThere: boolean[] = [];
  for (const path of paths) {
    // The object first: what a kill leaves of it is its description, and the same call removes that.
    const hadObject = await isDone(unlink(path));
    wereThere.push((await removeDescription(path, temporaryName)) || hadObject);
  }
  const folders = new DurableFolders(bucket);
  const left = await Promise.all([...new Set(paths.map(dirname))].map((folder) => removeIfEmpty(bucket, folder)));
  await Promise.all([...new Set(left)].map((folder) => folders.flush(folder)));
  return wereThere;
}

/**
 * Removes the description of an object that is gone. Whoever puts that anew meanwhile names the object first and its
 * description right behind it: so where the object is there again, what was taken away is given back, unless it has one.
 */
async function removeDescription(path: string, temporaryName: () => string): Promise<boolean> {
  const [description, taken] = [`${path}.json`, temporaryName()];
  if (!(await isFile(description)) || !(await isDone(rename(description, taken)))) return false;
  try {
    if (await isFile(path)) await isDone(link(taken, description), ['EEXIST']);
  } finally {
    await unlink(taken);
  }
  return true;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (NO_FILE.includes(codeOf(error))) return false;
    throw error;
  }
}

/** False where the system says one of these. */
async function isDone(call: Promise<unknown>, unless = NO_FILE): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (unless.includes(codeOf(error))) return false;
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
