import type { S3Client } from '@aws-sdk/client-s3';
import type { Conditions } from './conditions.ts';
import { type ObjectSender, type ObjectToSend, PART_BYTES } from './object-sender.ts';
import { hasObject } from './read-object.ts';
import type { S3Location } from './s3-location.ts';

type Outcome = 'stored' | 'present';

export interface PutterOptions {
  readonly client: S3Client;
  readonly location: S3Location;
  readonly sender: ObjectSender;
  readonly conditions: Conditions;
  /** Writes nothing where the bucket lacks conditional writes. */
  readonly isExclusive: boolean;
}

/** Writes objects that are not there yet, by conditional writes where the bucket has them. */
export class ObjectPutter {
  readonly #options: PutterOptions;
  readonly #putting = new Map<string, Promise<unknown>>();

  constructor(options: PutterOptions) {
    this.#options = options;
  }

  /** Throws as the S3 client does, and as `Conditions.require`. */
  async putIfAbsent(object: ObjectToSend): Promise<Outcome> {
    const { sender, conditions, isExclusive } = this.#options;
    if (isExclusive) await conditions.require();
    const { ifNoneMatch } = await conditions.ask();
    // Not every server with conditional writes has them for what comes in parts.
    if (!ifNoneMatch || object.body.length > PART_BYTES) return this.#putInTurn(object);
    const outcome = await sender.sendIfAbsent(object);
    if (isExclusive) await conditions.require(); // the answer to this one may have told that it is so no more
    return outcome;
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
    const { client, location, sender } = this.#options;
    if (await hasObject(client, location, object.key)) return 'present';
    await sender.send(object);
    return 'stored';
  }
}
