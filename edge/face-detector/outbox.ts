import type { Shot } from '@vedette/core/message';

/** Shots on their way that the broker has not acknowledged; more wait, and with them the frames behind them. */
const MOST_UNACKNOWLEDGED = 32;

export interface OutboxOptions {
  /** Resolves when the edge broker has the shot. */
  publish(shot: Shot): Promise<void>;
  onPublished(shot: Shot): void;
  /** The edge broker will not have it. */
  onUnsent(shot: Shot): void;
}

/** Publishes shots in their order, and does not wait for the broker's word on each. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #underway = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Resolves when there is room for another. Rejects, also for this one, with the failure of one before. */
  async put(shot: Shot): Promise<void> {
    const sent: Promise<void> = this.#send(shot).finally(() => this.#underway.delete(sent));
    this.#underway.add(sent);
    while (this.#underway.size >= MOST_UNACKNOWLEDGED && !this.#failure) await Promise.race(this.#underway);
    this.#check();
  }

  /** Resolves when the broker has them all; rejects where it will not. */
  async empty(): Promise<void> {
    await Promise.all(this.#underway);
    this.#check();
  }

  async #send(shot: Shot): Promise<void> {
    const { publish, onPublished, onUnsent } = this.#options;
    try {
      this.#check();
      await publish(shot);
      onPublished(shot);
    } catch (error) {
      this.#failure ??= { error };
      onUnsent(shot);
    }
  }

  #check(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
