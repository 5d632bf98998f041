export type Fields = Readonly<Record<string, unknown>>;

export type CountedLine = Fields & { readonly count: number };

/** Turns a flood into one line per period: the first entry at once, then how many came since and the last of them. */
export class CountedLog {
  readonly #write: (line: CountedLine) => void;
  readonly #periodMs: number;
  #count = 0;
  #last: Fields = {};
  #timer: NodeJS.Timeout | undefined;

  constructor(write: (line: CountedLine) => void, periodMs = 1_000) {
    this.#write = write;
    this.#periodMs = periodMs;
  }

  add(entry: Fields): void {
    this.#count += 1;
    this.#last = entry;
    if (!this.#timer) this.#turn();
  }

  /** Writes what is left. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flush();
  }

  #turn(): void {
    this.#timer = this.#flush() ? setTimeout(() => this.#turn(), this.#periodMs).unref() : undefined;
  }

  #flush(): boolean {
    if (this.#count === 0) return false;
    this.#write({ ...this.#last, count: this.#count });
    this.#count = 0;
    return true;
  }
}
