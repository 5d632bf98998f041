import { parseS3Url } from '../bucket/s3/s3-location.ts';

/**
 * Whether a bucket keeps what is removed, as an earlier version of it: an S3 bucket may be set to. Undefined where it does not
 * tell. Rejects with ConfigError for a URL that is none.
 */
export async function keepsVersions(bucketUrl: string): Promise<boolean | undefined> {
  if (!bucketUrl.startsWith('s3://')) return false;
  const location = parseS3Url(bucketUrl);
  const { GetBucketVersioningCommand } = await import('@aws-sdk/client-s3'); // which takes a while to load, and 30 MB
  const { createS3Client } = await import('../bucket/s3/s3-client.ts');
  const client = createS3Client(location);
  try {
    const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket: location.bucket }));
    return Status !== undefined; // where it is suspended, what was kept before is still there
  } catch {
    return undefined; // the right to ask is another one than to remove
  } finally {
    client.destroy();
  }
}
