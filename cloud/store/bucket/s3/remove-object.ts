import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { hasObject } from './read-object.ts';
import { noS3 } from './s3-error.ts';
import { addressOf, type S3Location } from './s3-location.ts';

/** Removes an object; false where there was none, which a DELETE does not tell. Throws as the S3 client does. */
export async function removeObject(client: S3Client, location: S3Location, key: string): Promise<boolean> {
  if (!(await hasObject(client, location, key))) return false;
  const { $metadata } = await client.send(new DeleteObjectCommand(addressOf(location, key)));
  // S3 says 204; what says anything else may be none.
  if ($metadata.httpStatusCode !== 204 && (await hasObject(client, location, key))) throw noS3('removal');
  return true;
}
