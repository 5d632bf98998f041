import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { retryDelays } from '@vedette/core/run';
import { statusOf } from './s3-error.ts';
import type { S3Location } from './s3-location.ts';

/** What is larger goes up in parts, each of them tried again by itself. */
export const PART_BYTES = 16 * 1_024 * 1_024;
/** A conditional write that met another one in the making (409) is tried again so often. */
const CONFLICTS = 8;

export interface ObjectToSend {
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly metadata?: Record<string, string> | undefined;
}

/** Writes an object as the location asks for it, in place of what is there. Throws as the S3 client does. */
export async function sendObject(
  client: S3Client,
  { bucket, prefix, encryption, kmsKey, tags }: S3Location,
  { key, body, contentType, metadata }: ObjectToSend,
  condition: { readonly IfNoneMatch?: '*'; readonly IfMatch?: string | undefined } = {},
): Promise<void> {
  const object = {
    ...{ Bucket: bucket, Key: prefix + key, Body: body, ContentType: contentType, ...condition },
    ...(metadata && { Metadata: metadata }),
    ...(encryption && { ServerSideEncryption: encryption }),
    ...(kmsKey !== undefined && { SSEKMSKeyId: kmsKey }),
    ...(tags !== undefined && { Tagging: tags }),
  };
  // In parts it would take no notice of what is on condition.
  if (body.length > PART_BYTES && condition.IfMatch === undefined) {
    await new Upload({ client, params: object, partSize: PART_BYTES, queueSize: 2 }).done();
  } else {
    // The one checksum that every server checks.
    const ContentMD5 = createHash('md5').update(body).digest('base64');
    await client.send(new PutObjectCommand({ ...object, ContentMD5 }));
  }
}

/** Writes an object on the condition that there is none. Throws as the S3 client does. */
export async function sendIfAbsent(
  client: S3Client,
  location: S3Location,
  object: ObjectToSend,
): Promise<'stored' | 'present'> {
  const delays = retryDelays({ firstMs: 50, maxMs: 1_000 });
  for (let tries = 1; ; tries++) {
    try {
      await sendObject(client, location, object, { IfNoneMatch: '*' });
      return 'stored';
    } catch (error) {
      if (statusOf(error) === 412) return 'present';
      if (statusOf(error) !== 409 || tries === CONFLICTS) throw error;
      await sleep(delays.next().value);
    }
  }
}
