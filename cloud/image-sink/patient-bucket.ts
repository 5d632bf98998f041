import { setTimeout as sleep } from 'node:timers/promises';
import { ResourceError } from '@vedette/core/errors';
import { type Logger, redactUrls } from '@vedette/core/observe';
import { type RetrySchedule, retryDelays } from '@vedette/core/run';
import type { Bucket, PutOptions } from '@vedette/store';

const RETRY: RetrySchedule = { firstMs: 200, maxMs: 10_000 };

/** A busy disk answers within a second or two; one that hangs gives no error either. */
const SILENT_MS = 10_000;

export interface PatientOptions {
  readonly log: Logger;
  /** Ends all waiting: what is not stored by then rejects. */
  readonly signal: AbortSignal;
  /** After so long without an answer the bucket is in trouble; 10 s unless given. */
  readonly silentMs?: number;
  /** Called when the bucket begins to fail, and when it works again. */
  onChange(isFailing: boolean): void;
}

/**
 * A bucket that is tried until it takes the object. It says once that it fails, and once that nothing is left of it: an
 * object that is there already does not tell that a full disk has room again, nor a small one that a large one fits.
 */
export class PatientBucket {
  readonly #bucket: Bucket;
  readonly #options: PatientOptions;
  #trouble: string | undefined;
  #isSaid = false;
  /** What was refused, or had no answer in time, and waits for another try, or still for its answer. */
  readonly #failed = new Set<() => Promise<unknown>>();
  #delays = retryDelays(RETRY);
  /** The wait before the next try, one for all. */
  #pause: Promise<void> | undefined;

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
    for (;;) {
      try {
        const answer = await this.#watched(ask);
        if (this.#failed.delete(ask) || answer === 'stored') this.#works();
        return answer;
      } catch (error) {
        if (!(error instanceof ResourceError)) {
          this.#failed.delete(ask);
          throw error;
        }
        this.#fails(ask, error.message);
      }
      await this.#untilNextTry();
    }
  }

  async #watched<T>(ask: () => Promise<T>): Promise<T> {
    const { silentMs = SILENT_MS } = this.#options;
    const silent = `no answer from the bucket ${redactUrls(this.#bucket.url)} for ${silentMs / 1_000} s`;
    const watch = setTimeout(() => this.#fails(ask, silent), silentMs).unref();
    try {
      return await ask();
    } finally {
      clearTimeout(watch);
    }
  }

  async #untilNextTry(): Promise<void> {
    const { signal } = this.#options;
    this.#pause ??= sleep(this.#delays.next().value, undefined, { signal }).finally(() => {
      this.#pause = undefined;
    });
    await this.#pause;
  }

  #works(): void {
    const { log, onChange } = this.#options;
    if (this.#failed.size === 0) {
      this.#delays = retryDelays(RETRY);
      if (this.#isSaid) log.info({ bucket: redactUrls(this.#bucket.url) }, 'the bucket takes objects again');
      this.#isSaid = false;
    }
    if (this.#trouble === undefined) return;
    this.#trouble = undefined;
    onChange(false);
  }

  #fails(ask: () => Promise<unknown>, reason: string): void {
    const { log, signal, onChange } = this.#options;
    if (signal.aborted) return;
    this.#failed.add(ask);
    if (!this.#isSaid) log.error(`${reason}; no shot is lost, and each is tried until it is stored`);
    this.#isSaid = true;
    const isNew = this.#trouble === undefined;
    this.#trouble = reason;
    if (isNew) onChange(true);
  }
}
