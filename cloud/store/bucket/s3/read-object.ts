import { GetObjectCommand, HeadObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { ByteRange } from '../bucket.ts';
import { fromMetadata } from './description-metadata.ts';
import { statusOf } from './s3-error.ts';
import { addressOf, type S3Location } from './s3-location.ts';

/** An object, or a part of it, as far as it goes; undefined where there is none. Throws as the S3 client does. */
export async function getObject(
  client: S3Client,
  location: S3Location,
  key: string,
  part?: ByteRange,
): Promise<Buffer | undefined> {
  const range = part && { Range: `bytes=${part.from}-${part.from + part.bytes - 1}` };
  try {
    const { Body } = await client.send(new GetObjectCommand({ ...addressOf(location, key), ...range }));
    return Body && Buffer.from(await Body.transformToByteArray());
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    if (statusOf(error) === 416) return Buffer.alloc(0); // the part begins behind its end
    throw error;
  }
}

/** Throws as the S3 client does. */
export async function hasObject(client: S3Client, location: S3Location, key: string): Promise<boolean> {
  return (await headOf(client, location, key)) !== undefined;
}

/** The description that `<key>.json` stands for, where it is in the metadata of the object `<key>`. */
export async function describedWithin(
  client: S3Client,
  location: S3Location,
  key: string,
): Promise<Buffer | undefined> {
  const head = await headOf(client, location, key.slice(0, -'.json'.length));
  return head && fromMetadata(head.Metadata);
}

async function headOf(
  client: S3Client,
  location: S3Location,
  key: string,
): Promise<HeadObjectCommandOutput | undefined> {
  try {
    return await client.send(new HeadObjectCommand(addressOf(location, key)));
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
