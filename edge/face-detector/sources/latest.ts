/** A queue of one: what is put in takes the place of what nobody took. Many put, one iterates. */
export class Latest<T> implements AsyncIterable<T> {
  readonly #onOvertaken: () => void;
  #held: { item: T } | undefined;
  #ending: { error?: unknown } | undefined;
  #wake: () => void = () => {};

  constructor(onOvertaken: () => void) {
    this.#onOvertaken = onOvertaken;
  }

  put(item: T): void {
    if (this.#held) this.#onOvertaken();
    this.#held = { item };
    this.#wake();
  }

  /** The iteration ends at once; what is held is let go. */
  end(): void {
    this.#ending ??= {};
    this.#wake();
  }

  /** The iteration throws. */
  fail(error: unknown): void {
    this.#ending ??= { error };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (;;) {
      if (this.#ending) {
        if ('error' in this.#ending) throw this.#ending.error;
        return;
      }
      const held = this.#held;
      if (held) {
        this.#held = undefined;
        yield held.item;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
