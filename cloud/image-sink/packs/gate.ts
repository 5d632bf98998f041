/** Lets in as many as weigh no more than so much together, or one alone; first come, first served. */
export class Gate {
  readonly #most: number;
  readonly #waiting: { readonly weight: number; enter(): void }[] = [];
  #taken = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Does `work` as soon as there is room for it. */
  async within<T>(weight: number, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((enter) => {
      this.#waiting.push({ weight, enter });
      this.#letIn();
    });
    try {
      return await work();
    } finally {
      this.#taken -= weight;
      this.#letIn();
    }
  }

  #letIn(): void {
    for (let [next] = this.#waiting; next; [next] = this.#waiting) {
      if (this.#taken > 0 && this.#taken + next.weight > this.#most) return;
      this.#waiting.shift();
      this.#taken += next.weight;
      next.enter();
    }
  }
}
