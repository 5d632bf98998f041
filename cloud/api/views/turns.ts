import { Problem } from '../problems/problem.ts';

/** Lets some work go on at once, and some wait; the rest is told to come again. */
export class Turns {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }) {
    this.#atOnce = atOnce;
    this.#free = atOnce;
    this.#mostWaiting = waiting;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free === 0) await this.#wait();
    else this.#free -= 1;
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
      const most = this.#atOnce + this.#mostWaiting;
      throw new Problem(503, 'busy', `${most} pictures are asked for already; try again in 1 s`, {
        headers: { 'retry-after': '1' },
      });
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
