import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TEMPORARY } from './key.ts';

/** No write takes this long: what is older was left by a process that was killed. */
const LEFT_BEHIND_MS = 60 * 60 * 1_000;

/** Files in the making, in a folder of the bucket, so that they are on its file system. */
export interface TemporaryFiles {
  /** Makes the folder and clears what killed processes left in it. */
  prepare(): Promise<void>;
  /** Writes a file of its own, whole and synced. The folder must be there: a disk that went away must not be written beside. */
  write(body: Uint8Array): Promise<string>;
  remove(file: string): Promise<void>;
}

export function temporaryFiles(bucket: string): TemporaryFiles {
  const folder = join(bucket, TEMPORARY);
  const remove = (file: string) => rm(file, { force: true });
  return {
    remove,
    async prepare() {
      await mkdir(folder, { recursive: true });
      for (const name of await readdir(folder)) await removeIfLeft(join(folder, name));
    },
    async write(body) {
      const file = join(folder, `${process.pid}-${randomUUID()}`);
      const handle = await open(file, 'wx');
      try {
        await handle.writeFile(body);
        await handle.sync();
        return file;
      } catch (error) {
        await remove(file);
        throw error;
      } finally {
        await handle.close();
      }
    },
  };
}

async function removeIfLeft(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined); // another process may clear them, too
  if (found && Date.now() - found.mtimeMs > LEFT_BEHIND_MS) await rm(file, { force: true });
}
