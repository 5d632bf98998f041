import { TEMPORARY } from '../key.ts';
import type { ObjectSender } from './object-sender.ts';
import { statusOf } from './s3-error.ts';

/** Which conditions on a put a bucket honours. */
export interface Honoured {
  /** That there is no object yet: Amazon since 2024, Ceph where it keeps no versions, MinIO and R2. */
  readonly ifNoneMatch: boolean;
  /** That it is still the one that was read. Looked at only where the other is honoured. */
  readonly ifMatch: boolean;
}

/** What a server calls a request with a condition that it has no notion of. */
const UNKNOWN = ['NotImplemented', 'InvalidArgument', 'InvalidRequest'];
const OTHER_TAG = `"${'0'.repeat(32)}"`;

/**
 * Tries conditions by puts like any other: some servers answer that they cannot, some take no notice and write. Throws what
 * the server throws else.
 */
export async function tryConditions(sender: ObjectSender): Promise<Honoured> {
  const probe = { key: `${TEMPORARY}/conditional-put`, body: Buffer.from('present'), contentType: 'text/plain' };
  const ifNoneMatch = await isHonoured(async () => {
    await sender.sendIfAbsent(probe);
    return (await sender.sendIfAbsent(probe)) === 'present';
  });
  const ifMatch =
    ifNoneMatch && (await isHonoured(async () => (await sender.sendIfSame(probe, OTHER_TAG)) === 'changed'));
  return { ifNoneMatch, ifMatch };
}

async function isHonoured(attempt: () => Promise<boolean>): Promise<boolean> {
  try {
    return await attempt();
  } catch (error) {
    if (statusOf(error) === 501 || (error instanceof Error && UNKNOWN.includes(error.name))) return false;
    throw error;
  }
}
