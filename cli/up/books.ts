/** How a shot's journey ended. */
export type Outcome = 'stored' | 'duplicate' | 'rejected' | 'dropped';

/** The shots of one run: each is opened once, and settled once. Shots of earlier runs are not in these books. */
export class Books {
  readonly #open = new Set<string>();
  readonly #settled: Record<Outcome, number> = { stored: 0, duplicate: 0, rejected: 0, dropped: 0 };

  open(id: string): void {
    this.#open.add(id);
  }

  /** False where the shot is not one of this run, or is settled already. */
  settle(id: string, outcome: Outcome): boolean {
    if (!this.#open.delete(id)) return false;
    this.#settled[outcome] += 1;
    return true;
  }

  /** Shots without an end so far. */
  get unsettled(): number {
    return this.#open.size;
  }

  settled(outcome: Outcome): number {
    return this.#settled[outcome];
  }
}
