/** Turns a flood into one line per period: the first entry at once, then the last of those that came, and how many. */
export class CountedLog<Entry> {
  readonly #write: (last: Entry, count: number) => void;
  readonly #periodMs: number;
  #count = 0;
  #last: Entry | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(write: (last: Entry, count: number) => void, periodMs = 1_000) {
    this.#write = write;
    this.#periodMs = periodMs;
  }

  add(entry: Entry): void {
    this.#count += 1;
    this.#last = entry;
    if (!this.#timer) this.#flush();
  }

  /** Writes what is left. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#count > 0) this.#writeOut();
  }

  #flush(): void {
    this.#timer = undefined;
    if (this.#count === 0) return;
    this.#writeOut();
    this.#timer = setTimeout(() => this.#flush(), this.#periodMs);
    this.#timer.unref();
  }

  #writeOut(): void {
    this.#write(this.#last as Entry, this.#count);
    this.#count = 0;
    this.#last = undefined;
  }
}
