import { messageOf } from '@vedette/core/errors';
import type { Logger } from '@vedette/core/observe';
import { READY, type Readiness, retryDelays } from '@vedette/core/run';

const PAUSES = { firstMs: 250, maxMs: 15_000 };

/** Whether bucket and catalog fail, said when that changes, and how long to leave them alone. */
export class Trouble {
  readonly #log: Logger;
  #reason: string | undefined;
  #pauses = retryDelays(PAUSES);

  constructor(log: Logger) {
    this.#log = log;
  }

  get readiness(): Readiness {
    return this.#reason === undefined ? READY : { ready: false, reason: this.#reason };
  }

  /** How long to wait before the next job, in ms; 0 while all is well. */
  get pauseMs(): number {
    return this.#reason === undefined ? 0 : this.#pauses.next().value;
  }

  failed(error: unknown): void {
    if (this.#reason === undefined) this.#log.error(`jobs wait: ${messageOf(error)}`);
    this.#reason = messageOf(error);
  }

  worked(): void {
    if (this.#reason === undefined) return;
    this.#log.info('jobs are done again');
    this.#reason = undefined;
    this.#pauses = retryDelays(PAUSES);
  }
}
