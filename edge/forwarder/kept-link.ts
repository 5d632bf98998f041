import { setTimeout as sleep } from 'node:timers/promises';
import type { LinkOptions, MqttLink } from '@vedette/core/mqtt';
import type { Logger } from '@vedette/core/observe';
import { retryDelays } from '@vedette/core/run';

/** The link is up again within a second of the broker's return. */
const RETRY = { firstMs: 100, maxMs: 1_000 };
/** A link that held this long is worth a quick retry; one that flaps is not. */
const STEADY_MS = 5_000;

export interface KeptLinkOptions {
  /** What is at the other end, for the log. */
  readonly what: string;
  readonly log: Logger;
  /** Opens one attempt; a new link each time, so that nothing of a lost one is left in memory. */
  open(events: Required<Pick<LinkOptions, 'onUp' | 'onDown'>>): MqttLink;
  /** Waits until a connection is of use. */
  hold?(signal: AbortSignal): Promise<void>;
  onUp(link: MqttLink): void;
  onDown?(): void;
}

/** A link that is opened again whenever it is lost. */
export class KeptLink {
  readonly #options: KeptLinkOptions;
  readonly #abort = new AbortController();
  readonly #running: Promise<void>;
  #link: MqttLink | undefined;
  #isKnownDown = false;

  constructor(options: KeptLinkOptions) {
    this.#options = options;
    this.#running = this.#keep(this.#abort.signal);
  }

  /** The link while it stands. */
  get link(): MqttLink | undefined {
    return this.#link?.connected ? this.#link : undefined;
  }

  /** Publishes at QoS 0 if the link stands: for what is said again, or of no account once it is late. */
  tell(topic: string, payload: Buffer | string, retain = false): void {
    this.link?.publish(topic, payload, { qos: 0, retain }).catch(() => undefined);
  }

  /** Lets go at once, without a DISCONNECT: the broker publishes the will. */
  async close(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  async #keep(signal: AbortSignal): Promise<void> {
    let delays = retryDelays(RETRY);
    while (!signal.aborted) {
      await this.#options.hold?.(signal);
      if (signal.aborted) return;
      const heldMs = await this.#attempt(signal);
      if (heldMs > STEADY_MS) delays = retryDelays(RETRY);
      await sleep(delays.next().value, undefined, { signal }).catch(() => undefined); // aborted
    }
  }

  /** One link, from opening to its loss; how long it stood in ms. */
  async #attempt(signal: AbortSignal): Promise<number> {
    const { promise: ended, resolve: end } = withResolvers();
    signal.addEventListener('abort', end);
    let upAt: number | undefined;
    const link = this.#options.open({
      onUp: () => {
        upAt = performance.now();
        this.#link = link;
        this.#up(link);
      },
      onDown: (reason) => {
        if (!signal.aborted) this.#down(reason);
        end();
      },
    });
    await ended;
    signal.removeEventListener('abort', end);
    this.#link = undefined;
    const heldMs = upAt === undefined ? 0 : performance.now() - upAt;
    if (upAt !== undefined) this.#options.onDown?.();
    await link.close(true);
    return heldMs;
  }

  #up(link: MqttLink): void {
    const { what, log } = this.#options;
    if (this.#isKnownDown) log.info(`the ${what} is back`);
    this.#isKnownDown = false;
    this.#options.onUp(link);
  }

  #down(reason: string): void {
    const { what, log } = this.#options;
    if (!this.#isKnownDown) log.warn({ reason }, `no connection to the ${what}; trying on`);
    this.#isKnownDown = true;
  }
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
