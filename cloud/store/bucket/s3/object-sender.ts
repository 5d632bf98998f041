import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand, type PutObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { retryDelays } from '@vedette/core/run';
import { DirectPut, type PutAnswer, type PutInput } from './direct-put.ts';
import { getObject } from './read-object.ts';
import { noS3, statusOf } from './s3-error.ts';
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

type Condition = Pick<PutObjectCommandInput, 'IfNoneMatch' | 'IfMatch'>;

/** Writes objects as the location asks for it. What it rejects with is the S3 client's. */
export class ObjectSender {
  readonly #client: S3Client;
  readonly #location: S3Location;
  readonly #direct: DirectPut;
  #keepsVersions = false;

  constructor(client: S3Client, location: S3Location) {
    this.#client = client;
    this.#location = location;
    this.#direct = new DirectPut(client);
  }

  /** Whether the bucket keeps versions, by the answer to what was stored last. */
  get keepsVersions(): boolean {
    return this.#keepsVersions;
  }

  /** In place of what is there. */
  async send(object: ObjectToSend): Promise<void> {
    if (object.body.length > PART_BYTES) {
      const params = { ...this.#termsOf(object), Body: object.body };
      await new Upload({ client: this.#client, params, partSize: PART_BYTES, queueSize: 2 }).done();
    } else {
      await this.#put(object, {});
    }
  }

  /** On the condition that there is none. */
  async sendIfAbsent(object: ObjectToSend): Promise<'stored' | 'present'> {
    return (await this.#put(object, { IfNoneMatch: '*' })) ? 'stored' : 'present';
  }

  /** In place of what has this tag alone, also what is large: in parts no condition is taken notice of. */
  async sendIfSame(object: ObjectToSend, tag: string): Promise<'stored' | 'changed'> {
    return (await this.#put(object, { IfMatch: tag })) ? 'stored' : 'changed';
  }

  /** False where it was refused by its condition. */
  async #put(object: ObjectToSend, condition: Condition): Promise<boolean> {
    // The one checksum that every server checks.
    const md5 = createHash('md5').update(object.body).digest();
    const input = { ...this.#termsOf(object), Body: object.body, ContentMD5: md5.toString('base64'), ...condition };
    const first = await this.#direct.put(input);
    if (isRefused(condition, first?.status)) return false;
    const answer = first?.status === 200 ? first : await this.#putAgain(input);
    if (!answer) return false;
    if (answer.tag === undefined) throw noS3('ETag');
    if (!isReceipt(answer, md5)) await this.#readBack(object);
    this.#keepsVersions = answer.versionId !== undefined && answer.versionId !== 'null';
    return true;
  }

  /** By the SDK, with its tries; undefined where it was refused by its condition. */
  async #putAgain(input: PutInput): Promise<PutAnswer | undefined> {
    const delays = retryDelays({ firstMs: 50, maxMs: 1_000 });
    for (let tries = 1; ; tries++) {
      try {
        const { ETag, ServerSideEncryption, VersionId } = await this.#client.send(new PutObjectCommand(input));
        return { status: 200, tag: ETag, encryption: ServerSideEncryption, versionId: VersionId };
      } catch (error) {
        if (isRefused(input, statusOf(error))) return undefined;
        if (statusOf(error) !== 409 || tries === CONFLICTS) throw error;
        await sleep(delays.next().value);
      }
    }
  }

  /** Of a server with tags of its own kind, only its bytes tell that it has an object. */
  async #readBack({ key, body }: ObjectToSend): Promise<void> {
    const kept = await getObject(this.#client, this.#location, key);
    if (!kept?.equals(body)) throw noS3('object');
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

/** Whether an answer shows that it is S3's: by its tag, the object's MD5 where no key encrypts it, or as it says how it encrypts. */
function isReceipt({ tag, encryption }: PutAnswer, md5: Buffer): boolean {
  return encryption !== undefined || tag?.replaceAll('"', '').toLowerCase() === md5.toString('hex');
}

/** 404: what was to be the same is gone. */
function isRefused({ IfNoneMatch, IfMatch }: Condition, status: number | undefined): boolean {
  if (IfMatch !== undefined) return status === 412 || status === 404;
  return IfNoneMatch !== undefined && status === 412;
}
