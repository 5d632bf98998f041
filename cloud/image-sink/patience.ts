import { setTimeout as sleep } from 'node:timers/promises';
import { ResourceError } from '@vedette/core/errors';
import type { Logger } from '@vedette/core/observe';
import { type RetrySchedule, retryDelays } from '@vedette/core/run';

const RETRY: RetrySchedule = { firstMs: 200, maxMs: 10_000 };
/** So many tries in vain, while others succeed, are this one's own trouble: half a minute. */
const MANY_TRIES = 8;
/** What answers nobody for so long is taken for one that fails: a disk may hold a call for ever. */
const SILENT_MS = 30_000;

export interface PatienceOptions {
  /** What the work is done with, for people. */
  readonly what: 'bucket' | 'catalog';
  readonly log: Logger;
  /** Ends all waiting: what has not succeeded by then rejects. */
  readonly signal: AbortSignal;
  /** 200 ms to 10 s unless given. */
  readonly retry?: RetrySchedule;
  /** 30 s unless given. */
  readonly silentMs?: number;
  /** Called when it begins to fail, and when it works again. */
  onChange(isFailing: boolean): void;
}

type Work<T = unknown> = () => Promise<T>;

/**
 * Work with a bucket or a catalog that is done again until it succeeds. It says once that this fails, and once that nothing
 * is left of it: what needed no room does not show that a full bucket has some, nor a small object that a large one fits.
 */
export class Patience {
  readonly #options: PatienceOptions;
  #trouble: string | undefined;
  #isSaid = false;
  readonly #asked = new Set<Work>();
  /** Work that failed, or had no answer in time, and has not succeeded since. */
  readonly #failed = new Set<Work>();
  #successes = 0;
  #silence: NodeJS.Timeout | undefined;
  #delays: Generator<number, never>;
  /** The wait before the next try: one for all, since all ask the same. */
  #pause: Promise<void> | undefined;

  constructor(options: PatienceOptions) {
    this.#options = options;
    this.#delays = retryDelays(options.retry ?? RETRY);
  }

  /** Why nothing succeeds now, undefined while all is well. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /**
   * Does `work` again whenever it rejects with ResourceError, so it must bear that; `hasWritten`: its success shows that the
   * bucket, or the catalog, takes something. Rejects with any other error at once, and with ResourceError where it works
   * for others, but not for this.
   */
  async until<T>(work: Work<T>, hasWritten: (result: T) => boolean): Promise<T> {
    const before = this.#successes;
    try {
      for (let tries = 1; ; tries++) {
        try {
          const result = await this.#ask(work);
          if (this.#failed.has(work) || hasWritten(result)) this.#works();
          return result;
        } catch (error) {
          const isOwnTrouble = tries >= MANY_TRIES && this.#successes > before;
          if (isOwnTrouble || !(error instanceof ResourceError)) throw error;
          this.#fails([work], error.message);
        }
        await this.#untilNextTry();
      }
    } finally {
      if (this.#failed.delete(work) && this.#failed.size === 0) this.#well();
    }
  }

  async #ask<T>(work: Work<T>): Promise<T> {
    this.#asked.add(work);
    if (this.#asked.size === 1) this.#listen();
    try {
      return await work();
    } finally {
      this.#asked.delete(work);
      this.#listen();
    }
  }

  /** Counts the silence from now, while anything is asked. */
  #listen(): void {
    if (this.#asked.size === 0) {
      clearTimeout(this.#silence);
      this.#silence = undefined;
    } else if (this.#silence) {
      this.#silence.refresh();
    } else {
      const { what, silentMs = SILENT_MS } = this.#options;
      const reason = `the ${what} has not answered for ${silentMs / 1_000} s; is its disk, or its server, well?`;
      this.#silence = setTimeout(() => this.#fails(this.#asked, reason), silentMs).unref();
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
    this.#successes += 1;
    if (this.#trouble === undefined) return;
    this.#trouble = undefined;
    this.#options.onChange(false);
  }

  /** Nothing that failed is left. */
  #well(): void {
    const { what, log, signal, retry = RETRY, onChange } = this.#options;
    if (signal.aborted) return;
    this.#delays = retryDelays(retry);
    this.#isSaid = false;
    const isGivenUp = this.#trouble !== undefined; // and nobody is left to find out
    log.info(isGivenUp ? `nothing waits for the ${what} any more` : `the ${what} takes what comes again`);
    if (!isGivenUp) return;
    this.#trouble = undefined;
    onChange(false);
  }

  #fails(failed: Iterable<Work>, reason: string): void {
    const { log, signal, onChange } = this.#options;
    if (signal.aborted) return;
    for (const work of failed) this.#failed.add(work);
    if (!this.#isSaid) log.error(`${reason}; no shot is lost, and each is tried until it is stored`);
    this.#isSaid = true;
    const isNew = this.#trouble === undefined;
    this.#trouble = reason;
    if (isNew) onChange(true);
  }
}

/** For work that shows nothing of whether bucket or catalog take anything. */
export function hasOnlyRead(): boolean {
  return false;
}
