import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ResourceError } from '@vedette/core/errors';
import type { Bucket, PutOptions } from './bucket.ts';
import { DurableFolders } from './durable-folders.ts';
import { bucketError, errorOf } from './file-error.ts';
import { Groups } from './groups.ts';
import { segmentsOf } from './key.ts';
import { listFiles } from './list-files.ts';
import type { ObjectToWrite, Written } from './object-writer.ts';
import { whileLocked } from './path-lock.ts';
import { readIfThere } from './read-file.ts';
import { removeFiles } from './remove-files.ts';
import { prepareTemporary } from './temporary-files.ts';
import { WriterThread } from './writer-thread.ts';

export interface DirectoryOptions {
  /** Makes the folder where there is none; without it, for readers, a bucket that is not there is an error. */
  readonly create: boolean;
}

/** Objects that are written and flushed together: each has two files open meanwhile, and its bytes are copied. */
const GROUP = { items: 128, size: 4 * 1_024 * 1_024, sizeOf: ({ body }: ObjectToWrite) => body.length };

/** Objects that are removed together: their folders are flushed once. */
const REMOVAL = { items: 128, size: Number.POSITIVE_INFINITY, sizeOf: () => 0 };

/** Opens the bucket in a folder. Several processes may have it open at once. Rejects with ResourceError. */
export async function openDirectoryBucket(folder: string, { create }: DirectoryOptions): Promise<Bucket> {
  if (!create && !existsSync(folder)) {
    throw new ResourceError(`there is no bucket ${folder}; the image sink makes it when it starts, or name another`);
  }
  await bucketError(`cannot open the bucket ${folder}`, async () => {
    if (create) {
      new DurableFolders(folder).make(folder);
      prepareTemporary(folder);
    }
    await readdir(folder);
  });
  const thread = new WriterThread(folder);
  const groups = new Groups<ObjectToWrite, Written>(GROUP, (objects) => thread.write(objects));
  const removals = new Groups<string, boolean>(REMOVAL, (paths) => removeFiles(folder, paths));
  let isClosed = false;

  async function write(key: string, body: Uint8Array, { describe }: PutOptions, replaces: boolean) {
    const path = pathOf(folder, key);
    if (describe) pathOf(folder, `${key}.json`); // must be a key as well
    if (isClosed) throw new ResourceError(`the bucket ${folder} is closed`);
    const written = await groups.add({ path, body, description: describe?.(), replaces });
    if (typeof written === 'object') throw errorOf(`cannot write to the bucket ${folder}`, written);
    return written;
  }

  return {
    url: `file:${folder}`,
    putIfAbsent: (key, body, options) => write(key, body, options, false),
    async update(key, options, change) {
      const path = pathOf(folder, key);
      if (isClosed) throw new ResourceError(`the bucket ${folder} is closed`);
      return bucketError(`cannot write to the bucket ${folder}`, () =>
        whileLocked(folder, path, async () => {
          const body = await readIfThere(path);
          const changed = body && change(body);
          if (changed === 'as it is') return true;
          if (changed) await write(key, changed, options, true);
          else if (body) await removals.add(path);
          return body !== undefined;
        }),
      );
    },
    async remove(key) {
      const path = pathOf(folder, key);
      if (isClosed) throw new ResourceError(`the bucket ${folder} is closed`);
      return bucketError(`cannot remove from the bucket ${folder}`, () => removals.add(path));
    },
    get: (key, part) =>
      bucketError(`cannot read the bucket ${folder}`, async () => {
        const body = await readIfThere(pathOf(folder, key), part);
        if (!body) await stat(folder); // in a bucket that is gone, nothing can be told of an object
        return body;
      }),
    linkTo: () => Promise.resolve(undefined),
    list: (prefix, { after = '' } = {}) => listFiles(folder, prefix, after),
    async close() {
      isClosed = true;
      await Promise.all([groups.idle(), removals.idle()]);
      await thread.close();
    },
  };
}

function pathOf(folder: string, key: string): string {
  return join(folder, ...segmentsOf(key));
}
