import { randomUUID } from 'node:crypto';
import { readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describeProcess, makeFolders } from '@vedette/core/run';
import { TEMPORARY } from './key.ts';

/** No write takes this long: what is older was left by a process that was killed, wherever it ran. */
const LEFT_BEHIND_MS = 60 * 60 * 1_000;

/** Between the parts of a name: the host, for people, the process, and what tells its files apart. */
const BETWEEN = '~';

/** Files in the making are in a folder of the bucket, so that they are on its file system. Gives a new one's path. */
export function temporaryNames(bucket: string): () => string {
  const owner = [hostname(), ownerOf(process.pid) ?? process.pid].join(BETWEEN);
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
 * Whether the process that has made a temporary file of this name is gone. Nothing can be known of one of another boot, which
 * may be that of another machine, and of one in another container: host names and process ids may be the same in both.
 */
export function isOwnerGone(name: string): boolean {
  const [, owner = '', rest] = name.split(BETWEEN);
  const [pid = '', , ...place] = owner.split(' ');
  const [, , ...ourPlace] = ownerOf(process.pid)?.split(' ') ?? [];
  if (rest === undefined || place.length < 2 || place.join(' ') !== ourPlace.join(' ')) return false;
  return ownerOf(Number.parseInt(pid, 10)) !== owner;
}

/** A process as no other one is called: its id, its start, the boot and the namespace that ids are of. Undefined where there is none. */
function ownerOf(pid: number): string | undefined {
  const described = describeProcess(pid);
  return described && `${described} ${/\d+/.exec(readlinkSync('/proc/self/ns/pid'))}`;
}

function isOld(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false }); // another process may clear them, too
  return found !== undefined && Date.now() - found.mtimeMs > LEFT_BEHIND_MS;
}
