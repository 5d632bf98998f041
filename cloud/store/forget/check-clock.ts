import { randomUUID } from 'node:crypto';
import { ResourceError } from '@vedette/core/errors';
import type { Bucket, StoredObject } from '../bucket/bucket.ts';
import { PREFIXES } from '../keys/prefixes.ts';

type Written = Pick<StoredObject, 'key' | 'modifiedAt'>;

/** Clocks that are further apart are not set; a rule by a clock that is ahead would refuse what is captured until then. */
export const SKEW_MS = 60_000;

/**
 * Rejects with ResourceError where this machine's clock is not that of the bucket, which is asked by an object that is written
 * and removed again: a server has a clock of its own, and a folder that of the machine which has the disk.
 */
export async function checkClock(bucket: Pick<Bucket, 'putIfAbsent' | 'list' | 'remove'>): Promise<void> {
  const key = `${PREFIXES.tombstones}clock-${randomUUID()}`; // no rule, since it does not end in .json
  await bucket.putIfAbsent(key, Buffer.from('the time\n'), { contentType: 'text/plain' });
  let written: Written | undefined;
  for await (const object of bucket.list(key)) written = object;
  await bucket.remove(key);
  if (!written) throw new ResourceError(`${key} was written to the bucket, and is not listed there`);
  if (Math.abs(written.modifiedAt.getTime() - Date.now()) > SKEW_MS) throw clockError(written);
}

/**
 * What is to be said where something in the bucket was written after `now`, in ms since the epoch: a clock may be wrong, or
 * somebody has dated a file.
 */
export function describeAhead(object: Written, now = Date.now()): string | undefined {
  if (object.modifiedAt.getTime() <= now + SKEW_MS) return undefined;
  return `${compared(object, now)}: one of the clocks, or the time of that object, is wrong`;
}

function clockError(object: Written): ResourceError {
  return new ResourceError(
    `${compared(object, Date.now())} by that of the bucket: set the one that is wrong; nothing was removed`,
  );
}

function compared({ key, modifiedAt }: Written, now: number): string {
  return `it is ${new Date(now).toISOString()} by this machine's clock, and ${key} was written at ${modifiedAt.toISOString()}`;
}
