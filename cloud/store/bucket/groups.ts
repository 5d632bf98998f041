import { setTimeout as sleep } from 'node:timers/promises';

interface Waiting<Item, Outcome> {
  readonly item: Item;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

export interface GroupBounds<Item> {
  readonly items: number;
  /** Of all items; one that is larger is a group of its own. */
  readonly size: number;
  sizeOf(item: Item): number;
  /** From the begin of a group of several to that of the next, at least; one by itself holds nobody up. None unless given. */
  readonly paceMs?: number;
}

/**
 * Work that costs less for many at once. The first item is worked on as soon as it comes, and what comes meanwhile goes
 * together into the next group: the busier it is, the larger the groups.
 */
export class Groups<Item, Outcome> {
  readonly #bounds: GroupBounds<Item>;
  readonly #work: (items: Item[]) => Promise<readonly Outcome[]>;
  #waiting: Waiting<Item, Outcome>[] = [];
  #running: Promise<void> | undefined;

  /** `work` gives an outcome for each item of a group, in their order; if it rejects, so does each. */
  constructor(bounds: GroupBounds<Item>, work: (items: Item[]) => Promise<readonly Outcome[]>) {
    this.#bounds = bounds;
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
      const group = this.#take();
      const begunAt = performance.now();
      try {
        const outcomes = await this.#work(group.map(({ item }) => item));
        for (const [i, { resolve }] of group.entries()) resolve(outcomes[i] as Outcome);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
      if (group.length > 1) await this.#gather(begunAt);
    }
    this.#running = undefined;
  }

  async #gather(begunAt: number): Promise<void> {
    const { paceMs = 0 } = this.#bounds;
    const leftMs = begunAt + paceMs - performance.now();
    if (leftMs > 0) await sleep(leftMs);
  }

  #take(): Waiting<Item, Outcome>[] {
    const { items, size, sizeOf } = this.#bounds;
    let taken = 0;
    const end = this.#waiting.findIndex(({ item }, i) => {
      taken += sizeOf(item);
      return i === items || (i > 0 && taken > size);
    });
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
  }
}
