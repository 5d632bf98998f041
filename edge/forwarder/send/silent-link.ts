import type { KeptLink } from '@vedette/core/mqtt';
import type { Liveness } from './liveness.ts';
import type { Pace } from './pace.ts';
import type { SendQueue } from './send-queue.ts';

export interface SilentLinkOptions {
  readonly kept: KeptLink;
  readonly queue: SendQueue;
  readonly pace: Pace;
  readonly liveness: Liveness;
}

/**
 * Gives a link up that stands and that nothing comes through. After a black hole TCP waits about as long again before it
 * sends what was lost once more; so beside a silent link another connection is tried, and when that one stands while the
 * link is still silent, it is the better one.
 */
export class SilentLink {
  readonly #options: SilentLinkOptions;
  readonly #closing = new AbortController();
  #isTrying = false;

  constructor(options: SilentLinkOptions) {
    this.#options = options;
  }

  /** To be called now and then. */
  check(): void {
    const { kept, queue, liveness } = this.#options;
    if (!kept.link) return;
    if (liveness.isDead(performance.now(), queue.bytes)) kept.drop('nothing came through');
    else if (this.#isDoubtful() && !this.#isTrying) void this.#tryAnother();
  }

  close(): void {
    this.#closing.abort();
  }

  async #tryAnother(): Promise<void> {
    const { kept } = this.#options;
    const { link } = kept;
    this.#isTrying = true;
    try {
      await kept.reach(this.#closing.signal);
      if (kept.link === link && this.#isDoubtful()) kept.drop('nothing came through, and another connection stands');
    } catch {
      // the network is away; the next check tries again
    } finally {
      this.#isTrying = false;
    }
  }

  #isDoubtful(): boolean {
    const { liveness, pace } = this.#options;
    return liveness.isDoubtful(performance.now(), pace.expectedMs);
  }
}
