/** Turns a flood into one line per second: the first of a kind is said at once, what follows it is counted. */
export class CountedLine {
  readonly #say: (count: number, latest: string) => void;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #count = 0;
  #latest = '';

  constructor(say: (count: number, latest: string) => void, everyMs = 1_000) {
    this.#say = say;
    this.#everyMs = everyMs;
  }

  add(detail: string): void {
    this.#count += 1;
    this.#latest = detail;
    if (!this.#timer) this.#flush();
  }

  close(): void {
    if (this.#count > 0) this.#say(this.#count, this.#latest);
    this.#count = 0;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #flush(): void {
    this.#timer = undefined;
    if (this.#count === 0) return;
    this.#say(this.#count, this.#latest);
    this.#count = 0;
    this.#timer = setTimeout(() => this.#flush(), this.#everyMs);
  }
}
