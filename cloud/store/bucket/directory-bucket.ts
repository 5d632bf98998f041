import { link, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BadInputError } from '@vedette/core/errors';
import type { Bucket } from './bucket.ts';
import { DurableFolders } from './durable-folders.ts';
import { bucketError, codeOf } from './file-error.ts';
import { segmentsOf } from './key.ts';
import { listFiles } from './list-files.ts';
import { type TemporaryFiles, temporaryFiles } from './temporary-files.ts';

export interface DirectoryOptions {
  /** Makes the folder where there is none; without it, for readers, a bucket that is not there is an error. */
  readonly create: boolean;
}

/** Opens the bucket in a folder. Several processes may have it open at once. Rejects with ResourceError. */
export async function openDirectoryBucket(folder: string, { create }: DirectoryOptions): Promise<Bucket> {
  const folders = new DurableFolders(folder);
  const temporary = temporaryFiles(folder);
  await bucketError(`cannot open the bucket ${folder}`, async () => {
    if (create) {
      await folders.make(folder);
      await temporary.prepare();
    }
    await readdir(folder);
  });
  return {
    url: `file:${folder}`,
    putIfAbsent: (key, body) =>
      bucketError(`cannot write to the bucket ${folder}`, () => place(pathOf(folder, key), body, temporary, folders)),
    get: (key) =>
      bucketError(`cannot read the bucket ${folder}`, async () => {
        const body = await readIfThere(pathOf(folder, key));
        if (!body) await stat(folder); // in a bucket that is gone, nothing can be told of an object
        return body;
      }),
    list: (prefix, { after = '' } = {}) => listFiles(folder, prefix, after),
  };
}

function pathOf(folder: string, key: string): string {
  return join(folder, ...segmentsOf(key));
}

async function place(path: string, body: Uint8Array, temporary: TemporaryFiles, folders: DurableFolders) {
  const file = await temporary.write(body);
  try {
    await folders.make(dirname(path));
    const outcome = await linkUnlessPresent(file, path);
    // What is present, too: whoever wrote it may have died before this.
    await folders.sync(dirname(path));
    return outcome;
  } finally {
    await temporary.remove(file);
  }
}

/** A finished file gets its name by link(2), which refuses a name that is taken: the conditional write. */
async function linkUnlessPresent(file: string, path: string): Promise<'stored' | 'present'> {
  try {
    await link(file, path);
    return 'stored';
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    if ((await stat(path)).isFile()) return 'present';
    throw new BadInputError('key', `${path} is a folder and cannot be an object`);
  }
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}
