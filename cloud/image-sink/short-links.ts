/** A link that is lost sooner than this was hardly of use. */
const SHORT_MS = 5_000;
/** So many of them in a row are no accident. */
const MANY = 3;

/** Notices links that are lost right after they came up, one after another. Times are ms of one steady clock. */
export class ShortLinks {
  #upAt = Number.NEGATIVE_INFINITY;
  #inARow = 0;

  up(now: number): void {
    this.#upAt = now;
  }

  /** Whether this loss is the one to tell of: once for all that follow each other. */
  lost(now: number): boolean {
    this.#inARow = now - this.#upAt < SHORT_MS ? this.#inARow + 1 : 0;
    return this.#inARow === MANY;
  }
}
