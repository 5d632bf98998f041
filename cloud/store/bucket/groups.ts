interface Waiting<Item, Outcome> {
  readonly item: Item;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

/**
 * Work that costs less for many at once. The first item is worked on as soon as it comes, and what comes meanwhile goes
 * together into the next group: nobody waits for a timer, and the busier it is, the larger the groups.
 */
export class Groups<Item, Outcome> {
  readonly #max: number;
  readonly #work: (items: Item[]) => Promise<readonly Outcome[]>;
  #waiting: Waiting<Item, Outcome>[] = [];
  #running: Promise<void> | undefined;

  /** `work` gives an outcome for each of its items, no more than `max`, in their order; if it rejects, so does each. */
  constructor(max: number, work: (items: Item[]) => Promise<readonly Outcome[]>) {
    this.#max = max;
    this.#work = work;
  }

  add(item: Item): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing is in work any more. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.#max);
      try {
        const outcomes = await this.#work(group.map(({ item }) => item));
        for (const [i, { resolve }] of group.entries()) resolve(outcomes[i] as Outcome);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#running = undefined;
  }
}
