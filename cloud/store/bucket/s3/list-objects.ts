import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { StoredObject } from '../bucket.ts';
import { isKey } from '../key.ts';
import { s3Errors } from './s3-error.ts';
import type { S3Location } from './s3-location.ts';

/** The objects of a bucket as `Bucket.list` gives them; a thousand by each request. */
export async function* listObjects(
  client: S3Client,
  location: S3Location,
  prefix: string,
  after = '',
): AsyncGenerator<StoredObject, void, undefined> {
  const { bucket, prefix: root } = location;
  const asked = { Bucket: bucket, Prefix: root + prefix, ...(after && { StartAfter: root + after }) };
  let token: string | undefined;
  do {
    const more = token === undefined ? {} : { ContinuationToken: token };
    const page = await s3Errors(location, 'list', () => client.send(new ListObjectsV2Command({ ...asked, ...more })));
    for (const { Key, Size = 0, LastModified = new Date(0) } of page.Contents ?? []) {
      const key = (Key ?? '').slice(root.length);
      // A console makes "folders" of empty objects; they are none of ours.
      if (isKey(key)) yield { key, bytes: Size, modifiedAt: LastModified };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}
