import type { Logger } from '../../observe/logger.ts';
import { redactUrls } from '../../observe/redact-urls.ts';
import type { LinkFault } from './link-fault.ts';

/** A link that flaps is not said to be back. */
const BACK_MS = 2_000;

/** What follows a lost link by itself is no news; what somebody has to do something about is, once in an outage. */
const IS_NEWS: Readonly<Record<LinkFault, boolean>> = {
  unreachable: false,
  lost: false,
  denied: true,
  untrusted: true,
  unhandled: true,
};

/** Says that a link is lost and why, and that it is back: a line each, however often it is tried. */
export class OutageLog {
  readonly #what: string;
  readonly #at: string;
  readonly #log: Logger;
  readonly #said = new Set<LinkFault>();
  #sayingBack: NodeJS.Timeout | undefined;

  /** `what` is at the other end, at `url`. */
  constructor(what: string, url: string, log: Logger) {
    this.#what = what;
    this.#at = redactUrls(url);
    this.#log = log;
  }

  /** An outage in words. */
  describe(reason: string, fault: LinkFault = 'lost'): string {
    return `${this.#headline(fault)}: ${reason}`;
  }

  down(reason: string, fault: LinkFault): void {
    if (this.#said.size > 0 && (!IS_NEWS[fault] || this.#said.has(fault))) return;
    this.#said.add(fault);
    this.#log.warn({ reason }, `${this.#headline(fault)}; trying on`);
  }

  up(): void {
    if (this.#said.size === 0) return;
    this.#sayingBack = setTimeout(() => {
      this.#said.clear();
      this.#log.info(`the ${this.#what} is back`);
    }, BACK_MS);
  }

  /** The link is not up any more. */
  pause(): void {
    clearTimeout(this.#sayingBack);
  }

  #headline(fault: LinkFault): string {
    const whom = `the ${this.#what} at ${this.#at}`;
    return fault === 'unhandled' ? `let go of ${whom}` : `no connection to ${whom}`;
  }
}
