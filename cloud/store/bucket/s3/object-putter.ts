import type { S3Client } from '@aws-sdk/client-s3';
import { honoursIfNoneMatch } from './conditional-put.ts';
import { type ObjectSender, type ObjectToSend, PART_BYTES } from './object-sender.ts';
import { hasObject } from './read-object.ts';
import type { S3Location } from './s3-location.ts';

type Outcome = 'stored' | 'present';

/** Writes objects that are not there yet, by conditional writes where the bucket has them. */
export class ObjectPutter {
  readonly #client: S3Client;
  readonly #location: S3Location;
  readonly #sender: ObjectSender;
  readonly #putting = new Map<string, Promise<unknown>>();
  #isConditional: Promise<boolean> | undefined;
  #warning: string | undefined;

  constructor(client: S3Client, location: S3Location, sender: ObjectSender) {
    this.#client = client;
    this.#location = location;
    this.#sender = sender;
  }

  /** What whoever runs this should know of the bucket, once it is known. */
  get warning(): string | undefined {
    return this.#warning;
  }

  /** Whether the bucket has conditional writes; tried once, and again where the server gave no answer to that. */
  isConditional(): Promise<boolean> {
    this.#isConditional ??= this.#probe().catch((error) => {
      this.#isConditional = undefined;
      throw error;
    });
    return this.#isConditional;
  }

  /** Throws as the S3 client does. */
  async putIfAbsent(object: ObjectToSend): Promise<Outcome> {
    const isConditional = await this.isConditional();
    // Not every server with conditional writes has them for what comes in parts.
    if (isConditional && object.body.length <= PART_BYTES) return this.#sender.sendIfAbsent(object);
    return this.#putInTurn(object);
  }

  async #probe(): Promise<boolean> {
    const isConditional = await honoursIfNoneMatch(this.#sender);
    if (!isConditional) {
      this.#warning = `the bucket s3://${this.#location.bucket} has no conditional writes (If-None-Match); each object is looked for before it is written, and of two sinks at once both may write it`;
    }
    return isConditional;
  }

  /** One after another in this process, at least; another process may still write in between. */
  #putInTurn(object: ObjectToSend): Promise<Outcome> {
    const before = this.#putting.get(object.key);
    const putting = Promise.resolve(before?.catch(() => undefined)).then(() => this.#putUnlessFound(object));
    this.#putting.set(object.key, putting);
    return putting.finally(() => {
      if (this.#putting.get(object.key) === putting) this.#putting.delete(object.key);
    });
  }

  async #putUnlessFound(object: ObjectToSend): Promise<Outcome> {
    if (await hasObject(this.#client, this.#location, object.key)) return 'present';
    await this.#sender.send(object);
    return 'stored';
  }
}
