import { createHash } from 'node:crypto';
import { link, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ResourceError } from '@vedette/core/errors';
import { codeOf } from './file-error.ts';
import { TEMPORARY } from './key.ts';
import { isOwnerGone, temporaryNames } from './temporary-files.ts';

const LOOK_MS = 10;
/** Others change an object in far less, each. */
const WAIT_MS = 60 * 1_000;
/** Of another container nobody sees who is gone. A lock is as old as its holder's wait for it, and no change takes the rest. */
const LEFT_BEHIND_MS = 5 * 60 * 1_000;

/**
 * Does `work` while nobody else does under the same path, wherever they have the bucket mounted: a file that says who it is,
 * linked to a name that only one can have. What a killed process has left is taken away. Throws as the system does, and
 * ResourceError where others have it for longer than `waitMs`.
 */
export async function whileLocked<T>(
  bucket: string,
  path: string,
  work: () => Promise<T>,
  waitMs = WAIT_MS,
): Promise<T> {
  return whileAlone(bucket, relative(bucket, path), work, performance.now() + waitMs);
}

async function whileAlone<T>(bucket: string, what: string, work: () => Promise<T>, until: number): Promise<T> {
  const lock = join(bucket, TEMPORARY, `lock-${createHash('sha256').update(what).digest('hex')}`);
  const file = temporaryNames(bucket)();
  const owner = basename(file);
  await writeFile(file, owner);
  try {
    while (!(await isLinked(file, lock))) {
      const holder = await ownerOf(lock);
      if (holder !== undefined && (await isLeft(lock, holder))) {
        // Of several that see it left, one at a time may take it away; by the others' turn another one may have it.
        const take = async () => void ((await ownerOf(lock)) === holder && (await unlink(lock)));
        await whileAlone(bucket, `${what} ${holder}`, take, until);
      } else if (performance.now() > until) throw held(lock, holder);
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

function held(lock: string, holder = 'others in turn'): ResourceError {
  return new ResourceError(
    `an object is changed by others for too long: ${lock} is held by ${holder}; if that was killed, it counts for 5 minutes`,
  );
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

async function unlessGone<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
