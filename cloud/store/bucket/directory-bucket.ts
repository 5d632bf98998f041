import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ResourceError } from '@vedette/core/errors';
import type { Bucket } from './bucket.ts';
import { DurableFolders } from './durable-folders.ts';
import { bucketError, codeOf, errorOf } from './file-error.ts';
import { Groups } from './groups.ts';
import { segmentsOf } from './key.ts';
import { listFiles } from './list-files.ts';
import type { ObjectToWrite, Written } from './object-writer.ts';
import { prepareTemporary } from './temporary-files.ts';
import { WriterThread } from './writer-thread.ts';

export interface DirectoryOptions {
  /** Makes the folder where there is none; without it, for readers, a bucket that is not there is an error. */
  readonly create: boolean;
}

/** Objects that are written and flushed together: each has two files open meanwhile, and its bytes are copied. */
const GROUP = { items: 128, size: 4 * 1_024 * 1_024, sizeOf: ({ body }: ObjectToWrite) => body.length };

/** Opens the bucket in a folder. Several processes may have it open at once. Rejects with ResourceError. */
export async function openDirectoryBucket(folder: string, { create }: DirectoryOptions): Promise<Bucket> {
  await bucketError(`cannot open the bucket ${folder}`, async () => {
    if (create) {
      new DurableFolders(folder).make(folder);
      prepareTemporary(folder);
    }
    await readdir(folder);
  });
  const thread = new WriterThread(folder);
  const groups = new Groups<ObjectToWrite, Written>(GROUP, (objects) => thread.write(objects));
  let isClosed = false;
  return {
    url: `file:${folder}`,
    async putIfAbsent(key, body, { describe }) {
      const path = pathOf(folder, key);
      if (describe) pathOf(folder, `${key}.json`); // must be a key as well
      if (isClosed) throw new ResourceError(`the bucket ${folder} is closed`);
      const written = await groups.add({ path, body, description: describe?.() });
      if (typeof written === 'object') throw errorOf(`cannot write to the bucket ${folder}`, written);
      return written;
    },
    get: (key) =>
      bucketError(`cannot read the bucket ${folder}`, async () => {
        const body = await readIfThere(pathOf(folder, key));
        if (!body) await stat(folder); // in a bucket that is gone, nothing can be told of an object
        return body;
      }),
    linkTo: () => Promise.resolve(undefined),
    list: (prefix, { after = '' } = {}) => listFiles(folder, prefix, after),
    async close() {
      isClosed = true;
      await groups.idle();
      await thread.close();
    },
  };
}

function pathOf(folder: string, key: string): string {
  return join(folder, ...segmentsOf(key));
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}
