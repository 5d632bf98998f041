import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { retryDelays } from '@vedette/core/run';
import { honoursIfNoneMatch } from './conditional-put.ts';
import { statusOf } from './s3-error.ts';
import type { S3Location } from './s3-location.ts';

/** What is larger goes up in parts, each of them tried again by itself. */
const PART_BYTES = 16 * 1_024 * 1_024;
/** A conditional write that met another one in the making (409) is tried again so often. */
const CONFLICTS = 8;

interface ObjectOptions {
  readonly contentType: string;
  readonly metadata?: Record<string, string>;
}

/** Writes objects, by conditional writes where the bucket has them. */
export class ObjectPutter {
  readonly #client: S3Client;
  readonly #location: S3Location;
  readonly #putting = new Map<string, Promise<unknown>>();
  #isConditional: Promise<boolean> | undefined;

  constructor(client: S3Client, location: S3Location) {
    this.#client = client;
    this.#location = location;
  }

  /** What whoever runs this should know of the bucket, once it is known. */
  warning: string | undefined;

  /** Whether the bucket has conditional writes; tried once, and again where the server did not answer. */
  isConditional(): Promise<boolean> {
    this.#isConditional ??= this.#probe().catch((error) => {
      this.#isConditional = undefined;
      throw error;
    });
    return this.#isConditional;
  }

  /** Throws as the S3 client does. */
  async putIfAbsent(key: string, body: Uint8Array, options: ObjectOptions): Promise<'stored' | 'present'> {
    const isConditional = await this.isConditional();
    // Not every server with conditional writes has them for what comes in parts.
    if (isConditional && body.length <= PART_BYTES) return this.#putConditionally(key, body, options);
    return this.#putInTurn(key, body, options);
  }

  /** One after another in this process, at least; another process may still write in between. */
  #putInTurn(key: string, body: Uint8Array, options: ObjectOptions): Promise<'stored' | 'present'> {
    const before = this.#putting.get(key);
    const putting = Promise.resolve(before?.catch(() => undefined)).then(() =>
      this.#putUnlessFound(key, body, options),
    );
    this.#putting.set(key, putting);
    return putting.finally(() => {
      if (this.#putting.get(key) === putting) this.#putting.delete(key);
    });
  }

  /** Writes in place of what is there. */
  async put(key: string, body: Uint8Array, options: ObjectOptions): Promise<void> {
    await this.#send(key, body, options, {});
  }

  async #probe(): Promise<boolean> {
    const isConditional = await honoursIfNoneMatch(this.#client, this.#location);
    if (!isConditional) {
      this.warning = `the bucket s3://${this.#location.bucket} has no conditional writes (If-None-Match); each object is looked for before it is written, and of two sinks at once both may write it`;
    }
    return isConditional;
  }

  async #putConditionally(key: string, body: Uint8Array, options: ObjectOptions): Promise<'stored' | 'present'> {
    const delays = retryDelays({ firstMs: 50, maxMs: 1_000 });
    for (let tries = 1; ; tries++) {
      try {
        await this.#send(key, body, options, { IfNoneMatch: '*' });
        return 'stored';
      } catch (error) {
        if (statusOf(error) === 412) return 'present';
        if (statusOf(error) !== 409 || tries === CONFLICTS) throw error;
        await sleep(delays.next().value);
      }
    }
  }

  async #putUnlessFound(key: string, body: Uint8Array, options: ObjectOptions): Promise<'stored' | 'present'> {
    if (await this.#isThere(key)) return 'present';
    await this.#send(key, body, options, {});
    return 'stored';
  }

  async #isThere(key: string): Promise<boolean> {
    const { bucket, prefix } = this.#location;
    try {
      await this.#client.send(new HeadObjectCommand({ Bucket: bucket, Key: prefix + key }));
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw error;
    }
  }

  async #send(
    key: string,
    body: Uint8Array,
    { contentType, metadata }: ObjectOptions,
    condition: { IfNoneMatch?: '*' },
  ): Promise<void> {
    const { bucket, prefix, encryption, kmsKey, tags } = this.#location;
    const object = {
      ...{ Bucket: bucket, Key: prefix + key, Body: body, ContentType: contentType, ...condition },
      ...(metadata && { Metadata: metadata }),
      ...(encryption && { ServerSideEncryption: encryption }),
      ...(kmsKey !== undefined && { SSEKMSKeyId: kmsKey }),
      ...(tags !== undefined && { Tagging: tags }),
    };
    if (body.length > PART_BYTES) {
      await new Upload({ client: this.#client, params: object, partSize: PART_BYTES, queueSize: 2 }).done();
    } else {
      // The one checksum that every server checks.
      const ContentMD5 = createHash('md5').update(body).digest('base64');
      await this.#client.send(new PutObjectCommand({ ...object, ContentMD5 }));
    }
  }
}
