import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ResourceError } from '@vedette/core/errors';
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

/** A process id with what tells it from a later process of the same id (in a container it is always the same). */
function describeProcess(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // proc(5): behind the name in brackets come the state (field 3) and, as field 22, the start in ticks since boot.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[0] === 'Z' ? undefined : `${pid} ${fields[19]} ${boot}`;
  } catch {
    return undefined; // it is gone
  }
}
