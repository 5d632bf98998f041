import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { ResourceError } from '@vedette/core/errors';
import type { Bucket, StoredObject } from '../bucket.ts';
import { isKey, segmentsOf } from '../key.ts';
import { fromMetadata, toMetadata } from './description-metadata.ts';
import { ObjectPutter } from './object-putter.ts';
import { createS3Client } from './s3-client.ts';
import { isLasting, s3Errors, statusOf } from './s3-error.ts';
import type { S3Location } from './s3-location.ts';
import { sendObject } from './send-object.ts';

export interface S3Options {
  /** False for readers, which need no right to write. */
  readonly create: boolean;
}

const DESCRIPTION = { contentType: 'application/json' };

/**
 * Opens a bucket on S3 or a server like it. A description goes into the object's metadata where it fits, so that both are
 * stored by one request; under `<key>.json` it is read either way. A server that is down now may be up later and is no
 * error here. Rejects with ResourceError for a bucket that is missing or denied.
 */
export async function openS3Bucket(location: S3Location, { create }: S3Options): Promise<Bucket> {
  const client = createS3Client(location);
  const putter = new ObjectPutter(client, location);
  if (create) await probe(putter, location);
  const inHand = new Set<Promise<unknown>>();
  let isClosed = false;

  async function put(key: string, body: Uint8Array, { contentType, describe }: Parameters<Bucket['putIfAbsent']>[2]) {
    if (key.endsWith('.json') && (await describedWithin(client, location, key))) return 'present';
    const description = describe?.();
    const metadata = description === undefined || location.sidecar ? undefined : toMetadata(description);
    const outcome = await putter.putIfAbsent({ key, body, contentType, metadata });
    if (outcome === 'stored' && description !== undefined && !metadata) {
      await sendObject(client, location, { key: `${key}.json`, body: Buffer.from(description), ...DESCRIPTION });
    }
    return outcome;
  }

  return {
    url: location.url,
    get warning() {
      return putter.warning;
    },
    async putIfAbsent(key, body, options) {
      segmentsOf(key);
      if (options.describe) segmentsOf(`${key}.json`);
      if (isClosed) throw new ResourceError(`the bucket s3://${location.bucket} is closed`);
      const putting = s3Errors(location, 'write to', () => put(key, body, options));
      inHand.add(putting);
      return putting.finally(() => inHand.delete(putting));
    },
    async get(key) {
      segmentsOf(key);
      return s3Errors(location, 'read', async () => {
        const within = key.endsWith('.json') ? await describedWithin(client, location, key) : undefined;
        return within ?? (await getObject(client, location, key));
      });
    },
    list: (prefix, { after } = {}) => listObjects(client, location, prefix, after),
    linkTo: (key, seconds) =>
      s3Errors(location, 'sign for', () =>
        getSignedUrl(client, new GetObjectCommand(addressOf(location, key)), { expiresIn: seconds }),
      ),
    async close() {
      isClosed = true;
      await Promise.allSettled(inHand);
      client.destroy();
    },
  };
}

/** What the bucket can, tried at once, so that a wrong setting ends the start; a server that is down may be up later. */
async function probe(putter: ObjectPutter, location: S3Location): Promise<void> {
  try {
    await putter.isConditional();
  } catch (error) {
    if (isLasting(error)) await s3Errors(location, 'write to', () => Promise.reject(error));
  }
}

/** The description that `<key>.json` stands for, where it is in the metadata of the object `<key>`. */
async function describedWithin(client: S3Client, location: S3Location, key: string): Promise<Buffer | undefined> {
  try {
    const { Metadata } = await client.send(new HeadObjectCommand(addressOf(location, key.slice(0, -'.json'.length))));
    return fromMetadata(Metadata);
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

async function getObject(client: S3Client, location: S3Location, key: string): Promise<Buffer | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand(addressOf(location, key)));
    return Body && Buffer.from(await Body.transformToByteArray());
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}

async function* listObjects(
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

function addressOf({ bucket, prefix }: S3Location, key: string): { Bucket: string; Key: string } {
  return { Bucket: bucket, Key: prefix + key };
}
