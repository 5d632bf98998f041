import { setTimeout as sleep } from 'node:timers/promises';
import { ResourceError } from '@vedette/core/errors';
import type { Logger } from '@vedette/core/observe';
import { type RetrySchedule, retryDelays } from '@vedette/core/run';

const RETRY: RetrySchedule = { firstMs: 200, maxMs: 10_000 };
/** So many tries in vain, with the bucket at work for others, are this object's own trouble: half a minute. */
const MANY_TRIES = 8;
/** A bucket that answers nobody for so long is taken for one that fails: a disk may hold a call for ever. */
const SILENT_MS = 30_000;

export interface PatienceOptions {
  readonly log: Logger;
  /** Ends all waiting: what has not succeeded by then rejects. */
  readonly signal: AbortSignal;
  /** 200 ms to 10 s unless given. */
  readonly retry?: RetrySchedule;
  /** 30 s unless given. */
  readonly silentMs?: number;
  /** Called when the bucket begins to fail, and when it works again. */
  onChange(isFailing: boolean): void;
}

/** Work with a bucket that is done again until it succeeds; says once that the bucket fails, and once that it is well. */
export class Patience {
  readonly #options: PatienceOptions;
  #trouble: string | undefined;
  #waiting = 0;
  #asking = 0;
  #successes = 0;
  #silence: NodeJS.Timeout | undefined;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /** Why nothing succeeds now, undefined while all is well. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /**
   * Does `work` again whenever it rejects with ResourceError, so it must bear that. Rejects with any other error at once,
   * and with ResourceError where the bucket works for others, but not for this.
   */
  async until<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    try {
      return await this.#repeat(work);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#well('nothing waits for the bucket any more'); // nobody is left to find out
    }
  }

  async #repeat<T>(work: () => Promise<T>): Promise<T> {
    const { retry = RETRY, signal } = this.#options;
    const before = this.#successes;
    let tries = 0;
    for (const delays = retryDelays(retry); ; ) {
      try {
        const result = await this.#ask(work);
        this.#successes += 1;
        this.#well('the bucket takes objects again');
        return result;
      } catch (error) {
        tries += 1;
        const isOwnTrouble = tries >= MANY_TRIES && this.#successes > before;
        if (isOwnTrouble || !(error instanceof ResourceError)) throw error;
        this.#fails(error.message);
      }
      await sleep(delays.next().value, undefined, { signal });
    }
  }

  async #ask<T>(work: () => Promise<T>): Promise<T> {
    this.#asking += 1;
    if (this.#asking === 1) this.#listen();
    try {
      return await work();
    } finally {
      this.#asking -= 1;
      this.#listen();
    }
  }

  /** Counts the silence from now, while anything is asked. */
  #listen(): void {
    clearTimeout(this.#silence);
    if (this.#asking === 0) return;
    const { silentMs = SILENT_MS } = this.#options;
    const say = () => this.#fails(`the bucket has not answered for ${silentMs / 1_000} s; is its disk well?`);
    this.#silence = setTimeout(say, silentMs).unref();
  }

  #well(line: string): void {
    if (this.#trouble === undefined) return;
    this.#trouble = undefined;
    if (this.#options.signal.aborted) return;
    this.#options.log.info(line);
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
