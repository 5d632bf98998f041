import { setTimeout as sleep } from 'node:timers/promises';
import { ResourceError } from '@vedette/core/errors';
import { type Logger, redactUrls } from '@vedette/core/observe';
import { type RetrySchedule, retryDelays } from '@vedette/core/run';
import type { Bucket, PutOptions } from '@vedette/store';

const RETRY: RetrySchedule = { firstMs: 200, maxMs: 10_000 };

export interface PatientOptions {
  readonly log: Logger;
  /** Ends all waiting: what is not stored by then rejects. */
  readonly signal: AbortSignal;
  /** Called when the bucket begins to fail, and when it works again. */
  onChange(isFailing: boolean): void;
}

/** A bucket that is tried until it takes the object, and that says once when it fails and once when it is well again. */
export class PatientBucket {
  readonly #bucket: Bucket;
  readonly #options: PatientOptions;
  #trouble: string | undefined;

  constructor(bucket: Bucket, options: PatientOptions) {
    this.#bucket = bucket;
    this.#options = options;
  }

  /** Why the bucket takes nothing now, undefined while it is well. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  putIfAbsent(key: string, body: Uint8Array, options: PutOptions): Promise<'stored' | 'present'> {
    return this.#patiently(() => this.#bucket.putIfAbsent(key, body, options));
  }

  get(key: string): Promise<Buffer | undefined> {
    return this.#patiently(() => this.#bucket.get(key));
  }

  async #patiently<T>(ask: () => Promise<T>): Promise<T> {
    for (const delays = retryDelays(RETRY); ; ) {
      try {
        const answer = await ask();
        this.#works();
        return answer;
      } catch (error) {
        if (!(error instanceof ResourceError)) throw error;
        this.#fails(error.message);
      }
      await sleep(delays.next().value, undefined, { signal: this.#options.signal });
    }
  }

  #works(): void {
    if (this.#trouble === undefined) return;
    this.#trouble = undefined;
    this.#options.log.info({ bucket: redactUrls(this.#bucket.url) }, 'the bucket takes objects again');
    this.#options.onChange(false);
  }

  #fails(reason: string): void {
    const isNew = this.#trouble === undefined;
    this.#trouble = reason;
    if (!isNew) return;
    this.#options.log.error(`${reason}; no shot is lost, and each is tried until it is stored`);
    this.#options.onChange(true);
  }
}
