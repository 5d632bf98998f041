import { createHash } from 'node:crypto';
import { link, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './file-error.ts';
import { TEMPORARY } from './key.ts';
import { isOwnerGone, temporaryNames } from './temporary-files.ts';

const LOOK_MS = 10;
/** On another host nobody sees who is gone; no change of an object takes this long. */
const LEFT_BEHIND_MS = 5 * 60 * 1_000;

/**
 * Does `work` while no other process does under the same path: a file that says who it is, linked to a name that only one
 * can have. What a killed process has left is taken away. Throws as the system does.
 */
export async function whileLocked<T>(bucket: string, path: string, work: () => Promise<T>): Promise<T> {
  const lock = join(bucket, TEMPORARY, `lock-${createHash('sha256').update(path).digest('hex')}`);
  const file = temporaryNames(bucket)();
  const owner = basename(file);
  await writeFile(file, owner);
  try {
    while (!(await isLinked(file, lock))) {
      const holder = await ownerOf(lock);
      if (holder !== undefined && (await isLeft(lock, holder))) await takeAway(lock, holder, file);
      else await sleep(LOOK_MS);
    }
    try {
      return await work();
    } finally {
      if ((await ownerOf(lock)) === owner) await unlink(lock);
    }
  } finally {
    await unlink(file);
  }
}

async function isLinked(file: string, name: string): Promise<boolean> {
  try {
    await link(file, name);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined where nobody has it. */
function ownerOf(lock: string): Promise<string | undefined> {
  return unlessGone(() => readFile(lock, 'utf8'));
}

async function isLeft(lock: string, holder: string): Promise<boolean> {
  const since = await unlessGone(async () => (await stat(lock)).mtimeMs);
  return isOwnerGone(holder) || (since !== undefined && Date.now() - since > LEFT_BEHIND_MS);
}

/** Of several that see a lock left, one at a time may take it away; by the others' turn another one may have it. */
async function takeAway(lock: string, holder: string, file: string): Promise<void> {
  const right = `${lock}-${createHash('sha256').update(holder).digest('hex')}`;
  if (!(await isLinked(file, right))) return sleep(LOOK_MS);
  try {
    if ((await ownerOf(lock)) === holder) await unlink(lock);
  } finally {
    await unlink(right);
  }
}

async function unlessGone<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
