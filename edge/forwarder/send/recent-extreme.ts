/** The least or the greatest of the values of the present and the last period: what is older is forgotten. */
export class RecentExtreme {
  readonly #pick: (...values: number[]) => number;
  readonly #periodMs: number;
  #present: number | undefined;
  #last: number | undefined;
  #since = Number.NEGATIVE_INFINITY;

  /** `pick` is Math.min or Math.max. */
  constructor(pick: (...values: number[]) => number, periodMs: number) {
    this.#pick = pick;
    this.#periodMs = periodMs;
  }

  /** Undefined until something was noted. */
  get value(): number | undefined {
    const known = [this.#present, this.#last].filter((value) => value !== undefined);
    return known.length > 0 ? this.#pick(...known) : undefined;
  }

  note(value: number, now: number): void {
    if (now - this.#since > this.#periodMs) {
      this.#last = this.#present;
      this.#present = undefined;
      this.#since = now;
    }
    this.#present = this.#present === undefined ? value : this.#pick(this.#present, value);
  }

  forget(): void {
    this.#present = undefined;
    this.#last = undefined;
    this.#since = Number.NEGATIVE_INFINITY;
  }
}
