/** Lets in as many as take no more than so many bytes together, or one alone; first come, first served. */
export class ByteRoom {
  readonly #most: number;
  readonly #waiting: { readonly bytes: number; enter(): void }[] = [];
  #taken = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Does `work` as soon as there is room for it. */
  async within<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((enter) => {
      this.#waiting.push({ bytes, enter });
      this.#letIn();
    });
    try {
      return await work();
    } finally {
      this.#taken -= bytes;
      this.#letIn();
    }
  }

  #letIn(): void {
    for (let [next] = this.#waiting; next; [next] = this.#waiting) {
      if (this.#taken > 0 && this.#taken + next.bytes > this.#most) return;
      this.#waiting.shift();
      this.#taken += next.bytes;
      next.enter();
    }
  }
}
