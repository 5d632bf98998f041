import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describeProcess, makeFolders } from '@vedette/core/run';
import { TEMPORARY } from './key.ts';

/** No write takes this long: what is older was left by a process that was killed, wherever it ran. */
const LEFT_BEHIND_MS = 60 * 60 * 1_000;

/** Between the parts of a name: the host, the process on it, and what tells its files apart. */
const BETWEEN = '~';

/** Files in the making are in a folder of the bucket, so that they are on its file system. Gives a new one's path. */
export function temporaryNames(bucket: string): () => string {
  const owner = [hostname(), describeProcess(process.pid) ?? process.pid].join(BETWEEN);
  return () => join(bucket, TEMPORARY, [owner, randomUUID()].join(BETWEEN));
}

/** Makes the folder and clears what killed processes left in it. */
export function prepareTemporary(bucket: string): void {
  const folder = join(bucket, TEMPORARY);
  makeFolders(folder);
  for (const name of readdirSync(folder)) {
    if (isOwnerGone(name) || isOld(join(folder, name))) rmSync(join(folder, name), { force: true });
  }
}

/**
 * Whether the process that has made a temporary file of this name is gone. Of another host, and of a container with another
 * name, nothing can be known.
 */
export function isOwnerGone(name: string): boolean {
  const [host, owner = '', rest] = name.split(BETWEEN);
  if (host !== hostname() || rest === undefined || describeProcess(process.pid) === undefined) return false;
  return describeProcess(Number.parseInt(owner, 10)) !== owner;
}

function isOld(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false }); // another process may clear them, too
  return found !== undefined && Date.now() - found.mtimeMs > LEFT_BEHIND_MS;
}
