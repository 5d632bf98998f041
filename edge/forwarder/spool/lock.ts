import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ResourceError } from '@vedette/core/errors';
import { describeProcess } from '@vedette/core/run';
import { codeOf } from './segment-files.ts';

/**
 * Takes a folder for this process and returns what lets go of it. Throws ResourceError while another has it.
 * The lock of a process that is gone is taken over; one is known by Linux's `/proc`. So the lock means nothing between
 * containers, each of which sees its own processes alone, nor on a system without `/proc`: there, give each forwarder a
 * data folder of its own.
 */
export function lockFolder(folder: string): () => void {
  const lock = join(folder, 'lock');
  if (isAbandoned(lock)) rmSync(lock);
  try {
    writeFileSync(lock, describeProcess(process.pid) ?? '', { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const advice = 'stop it, or give this one a data folder of its own';
    throw new ResourceError(`another forwarder uses ${folder}; ${advice}`, { cause: error });
  }
  return () => rmSync(lock, { force: true });
}

function isAbandoned(lock: string): boolean {
  let owner: string;
  try {
    owner = readFileSync(lock, 'utf8');
  } catch {
    return false; // there is none
  }
  return describeProcess(Number.parseInt(owner, 10)) !== owner;
}
