import { retryDelays } from '../../run/retry-schedule.ts';
import type { LinkFault } from './link-fault.ts';

/** The link is up again within a second of the broker's return: to ask whether it is there costs little, ... */
const UNREACHABLE = { firstMs: 250, maxMs: 250, jitter: 0.5 };
/** ... a connection that comes to nothing costs the broker more, ... */
const LOST = { firstMs: 100, maxMs: 1_000 };
/** ... and who is not known now will hardly be in a second. */
const DENIED = { firstMs: 5_000, maxMs: 5_000 };
/** A link that held this long is worth a quick retry; one that flaps is not. */
const STEADY_MS = 5_000;

/** How long it is until a lost link is opened again. */
export class Pauses {
  readonly #unreachable = retryDelays(UNREACHABLE);
  readonly #denied = retryDelays(DENIED);
  #lost = retryDelays(LOST);

  /** In ms; the link was up for `heldMs`. */
  after(fault: LinkFault, heldMs: number): number {
    if (heldMs > STEADY_MS) this.#lost = retryDelays(LOST);
    return this.#delaysOf(fault).next().value;
  }

  #delaysOf(fault: LinkFault): Generator<number, never> {
    switch (fault) {
      case 'unreachable':
        return this.#unreachable;
      case 'denied':
        return this.#denied;
      case 'untrusted': // a certificate is trusted as soon as a clock is set
      case 'unhandled':
      case 'lost':
        return this.#lost;
    }
  }
}
