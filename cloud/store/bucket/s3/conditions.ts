import { ResourceError } from '@vedette/core/errors';
import type { ObjectSender } from './object-sender.ts';
import { type Honoured, tryConditions } from './try-conditions.ts';

export interface ConditionsOptions {
  readonly sender: ObjectSender;
  /** The bucket's name. */
  readonly bucket: string;
  /** Told what the bucket cannot do, and what that costs, when that is known. */
  readonly onWarning: (warning: string) => void;
}

/**
 * Which conditional writes a bucket has: tried once, again where the server gave no answer to that, and when the bucket has
 * begun to keep versions, since with those Ceph has none. What it throws else is the S3 client's.
 */
export class Conditions {
  readonly #options: ConditionsOptions;
  #asked: Promise<Honoured> | undefined;
  /** Whether it kept versions when that was answered. */
  #keptVersions: boolean | undefined;
  #hasWarned = false;

  constructor(options: ConditionsOptions) {
    this.#options = options;
  }

  ask(): Promise<Honoured> {
    if (this.#keptVersions === false && this.#options.sender.keepsVersions) this.forget();
    this.#asked ??= this.#try().catch((error) => {
      this.forget();
      throw error;
    });
    return this.#asked;
  }

  /** Throws ResourceError where one is missing; then it is tried anew the next time, as somebody may have mended it. */
  async require(): Promise<void> {
    const { ifNoneMatch, ifMatch } = await this.ask();
    if (ifNoneMatch && ifMatch) return;
    this.forget();
    const missing = ifNoneMatch ? 'If-Match' : 'If-None-Match';
    throw new ResourceError(
      `the bucket s3://${this.#options.bucket} has no conditional writes (${missing}), and of two writes into a pack at once one would be lost; where it keeps versions, suspend them, since Ceph has none with those, or store without packs (imageSink.packs)`,
    );
  }

  /** What was tried may be so no more. */
  forget(): void {
    this.#asked = undefined;
    this.#keptVersions = undefined;
  }

  async #try(): Promise<Honoured> {
    const { sender, bucket, onWarning } = this.#options;
    const honoured = await tryConditions(sender);
    this.#keptVersions = sender.keepsVersions;
    if (!honoured.ifNoneMatch && !this.#hasWarned) {
      onWarning(
        `the bucket s3://${bucket} has no conditional writes (If-None-Match; with versions Ceph has none); each object is looked for before it is written, and of two sinks at once both may write it`,
      );
    }
    this.#hasWarned = !honoured.ifNoneMatch;
    return honoured;
  }
}
