import { ResourceError } from '../errors.ts';

export interface TurnsOptions {
  readonly atOnce: number;
  /** How many may wait; without a bound unless given. */
  readonly waiting?: number;
}

/** Lets some work go on at once, and some wait, the first first; the rest is told to come again. */
export class Turns {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor({ atOnce, waiting = Number.POSITIVE_INFINITY }: TurnsOptions) {
    this.#atOnce = atOnce;
    this.#free = atOnce;
    this.#mostWaiting = waiting;
  }

  /** Rejects as `work` does, and with ResourceError where too many wait. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= this.#mostWaiting) {
      throw new ResourceError(`${this.#atOnce + this.#mostWaiting} are in work already, or wait for it`);
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
