import { TEMPORARY } from '../key.ts';
import type { ObjectSender } from './object-sender.ts';
import { statusOf } from './s3-error.ts';

/** What a server calls a request with an If-None-Match that it has no notion of. */
const UNKNOWN = ['NotImplemented', 'InvalidArgument', 'InvalidRequest'];

/**
 * Whether the bucket honours If-None-Match: Amazon since 2024, Ceph, MinIO and R2 do; some answer that they cannot, some
 * take no notice. Told by trying, with a put like any other: an object that is there must not be written again.
 * Throws what the server throws else.
 */
export async function honoursIfNoneMatch(sender: ObjectSender): Promise<boolean> {
  const probe = { key: `${TEMPORARY}/conditional-put`, body: Buffer.from('present'), contentType: 'text/plain' };
  try {
    await sender.sendIfAbsent(probe);
    return (await sender.sendIfAbsent(probe)) === 'present';
  } catch (error) {
    if (statusOf(error) === 501 || (error instanceof Error && UNKNOWN.includes(error.name))) return false;
    throw error;
  }
}
