import { randomUUID } from 'node:crypto';
import { ResourceError } from '@vedette/core/errors';
import type { Bucket, StoredObject } from '../bucket/bucket.ts';
import { PREFIXES } from '../keys/prefixes.ts';

type Written = Pick<StoredObject, 'key' | 'modifiedAt'>;

/** Clocks that are further apart are not set; a rule by a clock that is ahead would refuse what is captured until then. */
const SKEW_MS = 60_000;

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

/** Throws ResourceError where something is in the bucket that was written after `now`, in ms since the epoch. */
export function checkNotBehind(object: Written, now = Date.now()): void {
  if (object.modifiedAt.getTime() > now + SKEW_MS) throw clockError(object);
}

function clockError({ key, modifiedAt }: Written): ResourceError {
  return new ResourceError(
    `it is ${new Date().toISOString()} by this machine's clock, and ${key} was written at ${modifiedAt.toISOString()} by that of the bucket: set the one that is wrong; nothing was removed`,
  );
}
