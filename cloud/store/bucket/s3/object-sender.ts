import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { retryDelays } from '@vedette/core/run';
import { DirectPut } from './direct-put.ts';
import { statusOf } from './s3-error.ts';
import { addressOf, type S3Location } from './s3-location.ts';

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

interface Condition {
  readonly IfNoneMatch?: '*';
  readonly IfMatch?: string | undefined;
}

/** Writes objects as the location asks for it. What it rejects with is the S3 client's. */
export class ObjectSender {
  readonly #client: S3Client;
  readonly #location: S3Location;
  readonly #direct: DirectPut;

  constructor(client: S3Client, location: S3Location) {
    this.#client = client;
    this.#location = location;
    this.#direct = new DirectPut(client);
  }

  /** In place of what is there. */
  async send(object: ObjectToSend, { IfMatch }: Pick<Condition, 'IfMatch'> = {}): Promise<void> {
    // In parts it would take no notice of what is on condition.
    if (object.body.length > PART_BYTES && IfMatch === undefined) {
      const params = { ...this.#termsOf(object), Body: object.body };
      await new Upload({ client: this.#client, params, partSize: PART_BYTES, queueSize: 2 }).done();
    } else {
      await this.#put(object, { IfMatch });
    }
  }

  /** On the condition that there is none. */
  async sendIfAbsent(object: ObjectToSend): Promise<'stored' | 'present'> {
    const delays = retryDelays({ firstMs: 50, maxMs: 1_000 });
    for (let tries = 1; ; tries++) {
      try {
        return await this.#put(object, { IfNoneMatch: '*' });
      } catch (error) {
        if (statusOf(error) === 412) return 'present';
        if (statusOf(error) !== 409 || tries === CONFLICTS) throw error;
        await sleep(delays.next().value);
      }
    }
  }

  async #put(object: ObjectToSend, condition: Condition): Promise<'stored' | 'present'> {
    // The one checksum that every server checks.
    const ContentMD5 = createHash('md5').update(object.body).digest('base64');
    const input = { ...this.#termsOf(object), Body: object.body, ContentMD5, ...condition };
    const status = await this.#direct.put(input);
    if (status === 200) return 'stored';
    if (status === 412 && condition.IfNoneMatch) return 'present';
    await this.#client.send(new PutObjectCommand(input));
    return 'stored';
  }

  #termsOf({ key, contentType, metadata }: ObjectToSend) {
    const { encryption, kmsKey, tags } = this.#location;
    return {
      ...addressOf(this.#location, key),
      ContentType: contentType,
      ...(metadata && { Metadata: metadata }),
      ...(encryption && { ServerSideEncryption: encryption }),
      ...(kmsKey !== undefined && { SSEKMSKeyId: kmsKey }),
      ...(tags !== undefined && { Tagging: tags }),
    };
  }
}
