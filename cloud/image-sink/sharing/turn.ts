import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '@vedette/core/errors';
import type { Logger } from '@vedette/core/observe';
import { settlesBefore } from '@vedette/core/run';
import type { Lease, Leases } from '@vedette/store';

export interface TurnTimes {
  /** Who is killed is followed when this is over. */
  readonly leaseMs: number;
  /** So much earlier its holder stops by itself, unless it was renewed: what is in hand takes a moment. */
  readonly marginMs: number;
  readonly renewMs: number;
  /** Between two looks at whether it is free. */
  readonly askMs: number;
}

const TIMES: TurnTimes = { leaseMs: 6_000, marginMs: 1_000, renewMs: 1_500, askMs: 1_000 };

export interface TurnOptions {
  readonly leases: Leases;
  /** What is taken turns at. */
  readonly name: string;
  /** Which of them this is. */
  readonly holder: string;
  readonly log: Logger;
  readonly times?: TurnTimes;
  /** It is over, or could not be renewed in time. */
  onOver(reason: string): void;
}

/** One process's turn among several: from `take` on until `release`, or until it is over. */
export class Turn {
  readonly #options: TurnOptions;
  readonly #times: TurnTimes;
  #isWanted = false;
  #isOurs = false;
  /** Who has it, or why nobody can tell. */
  #reason: string | undefined;
  #releasing: Promise<void> = Promise.resolve();
  #renewal: NodeJS.Timeout | undefined;
  #end: NodeJS.Timeout | undefined;

  constructor(options: TurnOptions) {
    this.#options = options;
    this.#times = options.times ?? TIMES;
  }

  /** Why it is not ours, while it is waited for. */
  get fault(): string | undefined {
    return this.#isWanted && !this.#isOurs && this.#reason !== undefined ? `stands by: ${this.#reason}` : undefined;
  }

  /** Resolves when it is ours, or `signal` is aborted; then it is to be released, since the catalog may have been asked. */
  async take(signal: AbortSignal): Promise<void> {
    await settlesBefore(signal, this.#releasing);
    if (signal.aborted) return;
    this.#isWanted = true;
    while (!signal.aborted) {
      await settlesBefore(signal, this.#ask());
      if (this.#isOurs) return this.#renewLater();
      await sleep(this.#times.askMs, undefined, { signal }).catch(() => undefined); // aborted
    }
  }

  /** Gives it to whoever waits for it. */
  release(): Promise<void> {
    if (this.#isWanted) this.#giveBack();
    this.#isWanted = false;
    return this.#releasing;
  }

  #giveBack(): void {
    const { leases, name, holder } = this.#options;
    this.#over();
    this.#releasing = leases.release(name, holder).catch(() => undefined); // it ends by itself
  }

  async #ask(): Promise<void> {
    const { leases, name, holder } = this.#options;
    const { leaseMs, marginMs } = this.#times;
    const askedAt = performance.now();
    try {
      const lease = await leases.take(name, holder, leaseMs);
      if (!this.#isWanted)
        this.#giveBack(); // it was released while we asked
      else if (lease.isOurs) this.#begin(askedAt + leaseMs - marginMs);
      else this.#standBy(describe(lease));
    } catch (error) {
      if (!this.#isOurs) this.#standBy(messageOf(error)); // else there is time to ask again
    }
  }

  /** `until`: by the clock of performance.now(). */
  #begin(until: number): void {
    this.#isOurs = true;
    this.#reason = undefined;
    clearTimeout(this.#end);
    this.#end = setTimeout(() => this.#standBy('its turn could not be renewed in time'), until - performance.now());
  }

  #renewLater(): void {
    clearTimeout(this.#renewal);
    this.#renewal = setTimeout(async () => {
      await this.#ask();
      if (this.#isOurs) this.#renewLater();
    }, this.#times.renewMs);
  }

  #standBy(reason: string): void {
    const { log, onOver } = this.#options;
    const wasOurs = this.#isOurs;
    this.#over();
    if (reason !== this.#reason) log.info(`stands by: ${reason}`);
    this.#reason = reason;
    if (wasOurs) onOver(reason);
  }

  #over(): void {
    this.#isOurs = false;
    clearTimeout(this.#end);
    clearTimeout(this.#renewal);
  }
}

function describe({ holder }: Lease): string {
  return holder === undefined ? 'another one has just stopped' : `${holder} takes the shots`;
}
