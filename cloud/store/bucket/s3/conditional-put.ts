import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { TEMPORARY } from '../key.ts';
import { statusOf } from './s3-error.ts';
import type { S3Location } from './s3-location.ts';

/** What a server answers to If-None-Match that has no notion of it: Swift 501, others 400. */
const UNKNOWN = [400, 501];

/**
 * Whether the bucket honours If-None-Match: Amazon since 2024, Ceph, MinIO and R2 do; some answer that they cannot, some
 * take no notice. Told by trying: an object that is there must not be written again. Throws what the server throws else.
 */
export async function honoursIfNoneMatch(client: S3Client, { bucket, prefix }: S3Location): Promise<boolean> {
  const probe = { Bucket: bucket, Key: `${prefix}${TEMPORARY}/conditional-put`, Body: 'present', IfNoneMatch: '*' };
  for (let tries = 0; tries < 2; tries++) {
    try {
      await client.send(new PutObjectCommand(probe));
    } catch (error) {
      const status = statusOf(error);
      if (status === 412) return true;
      if (status !== undefined && UNKNOWN.includes(status)) return false;
      throw error;
    }
  }
  return false;
}
