import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../observe/logger.ts';
import { redactUrls } from '../../observe/redact-urls.ts';
import { Deferred } from './deferred.ts';
import { Dialer } from './dial.ts';
import { isPasswordInClear } from './is-password-in-clear.ts';
import type { LinkOptions, MqttLink, PublishOptions } from './link.ts';
import type { LinkFault } from './link-fault.ts';
import { openLink } from './open-link.ts';
import { OutageLog } from './outage-log.ts';
import { Pauses } from './pauses.ts';

export interface KeptLinkOptions {
  /** What is at the other end, for the log. */
  readonly what: string;
  readonly log: Logger;
  readonly link: Omit<LinkOptions, 'onUp' | 'onDown'>;
  /** Waits until a connection is of use; called before each attempt. */
  hold?(signal: AbortSignal): Promise<void>;
  /** As whom, and for what, the next attempt comes, where that is not as in `link`; asked after `hold`. */
  session?(): Partial<Pick<LinkOptions, 'clientId' | 'durable' | 'subscribe'>>;
  onUp?(link: MqttLink): void;
  /** A link that was up is lost, or was dropped or closed. */
  onDown?(): void;
}

/** A link that is opened again whenever it is lost; a new one each time, so that nothing of a lost one is left in memory. */
export class KeptLink {
  readonly #options: KeptLinkOptions;
  readonly #dialer: Dialer;
  readonly #abort = new AbortController();
  readonly #running: Promise<void>;
  /** The present attempt. */
  #link: MqttLink | undefined;
  #end: () => void = () => undefined;
  /** Whoever has something for the next link. */
  readonly #waiting: Deferred<MqttLink>[] = [];
  readonly #outage: OutageLog;
  #fault: string | undefined;
  #letsGo = false;

  constructor(options: KeptLinkOptions) {
    this.#options = options;
    const { what, log, link } = options;
    if (isPasswordInClear(link)) {
      log.warn(`the password for the ${what} goes over the network as it is: ${redactUrls(link.url)} is not mqtts://`);
    }
    this.#outage = new OutageLog(what, link.url, log);
    this.#fault = this.#outage.describe('not connected yet');
    this.#dialer = new Dialer(link);
    this.#running = this.#keep(this.#abort.signal);
  }

  /** The link while it is up. */
  get link(): MqttLink | undefined {
    return this.#link?.connected ? this.#link : undefined;
  }

  /** Why there is no link, undefined while it is up. */
  get fault(): string | undefined {
    return this.link ? undefined : (this.#fault ?? this.#outage.describe('it was lost just now'));
  }

  /** Publishes at QoS 0 if the link is up: for what is said again, or of no account once it is late. */
  tell(topic: string, payload: Buffer | string, retain = false): void {
    this.link?.publish(topic, payload, { qos: 0, retain }).catch(() => undefined);
  }

  /**
   * Resolves when the broker has acknowledged the message. It waits while the broker is away, and what a lost link left
   * open is sent again on the next one, so that it may arrive twice. Rejects once the link is closed.
   */
  async publish(topic: string, payload: Buffer | string, options?: PublishOptions): Promise<void> {
    for (;;) {
      const link = this.link ?? (await this.#nextLink());
      try {
        await link.publish(topic, payload, options);
        return;
      } catch (error) {
        if (this.#abort.signal.aborted || link.connected) throw error;
      }
    }
  }

  /** Resolves when a connection beside the present link stands, which is closed again. Rejects where none comes to be. */
  async reach(signal: AbortSignal): Promise<void> {
    const stream = await this.#dialer.dial(signal);
    stream.destroy();
  }

  /** Gives the present link up, and says why in `fault`; `hold` knows when there is use for another. */
  drop(reason: string): void {
    this.#fault = this.#outage.describe(reason);
    this.#end();
  }

  /** `now`: as that of a link. */
  async close(now = false): Promise<void> {
    this.#letsGo ||= now;
    this.#abort.abort();
    for (const next of this.#waiting.splice(0)) next.reject(this.#closed());
    if (now) await this.#link?.close(true); // a close before this one may be waiting for the broker
    await this.#running;
  }

  async #nextLink(): Promise<MqttLink> {
    if (this.#abort.signal.aborted) throw this.#closed();
    const next = new Deferred<MqttLink>();
    this.#waiting.push(next);
    return next.promise;
  }

  #closed(): Error {
    return new Error(`the link to the ${this.#options.what} is closed`);
  }

  async #keep(signal: AbortSignal): Promise<void> {
    const pauses = new Pauses();
    while (!signal.aborted) {
      await this.#options.hold?.(signal);
      if (signal.aborted) return;
      const { fault, heldMs } = await this.#attempt(signal);
      await sleep(pauses.after(fault, heldMs), undefined, { signal }).catch(() => undefined); // aborted
    }
  }

  /** One link, from opening to its loss; how long it was up in ms. */
  async #attempt(signal: AbortSignal): Promise<{ fault: LinkFault; heldMs: number }> {
    const ended = new Deferred<LinkFault>();
    const end = () => ended.resolve('lost');
    let upAt: number | undefined;
    const onUp = () => {
      upAt = performance.now();
      this.#up(link);
    };
    const onDown = (reason: string, fault: LinkFault) => {
      this.#outage.down(reason, fault);
      this.#fault = this.#outage.describe(reason, fault);
      ended.resolve(fault);
    };
    const session = this.#options.session?.();
    const link = openLink({ ...this.#options.link, ...session, onUp, onDown }, this.#dialer);
    this.#link = link;
    this.#end = end;
    signal.addEventListener('abort', end);
    const fault = await ended.promise;
    signal.removeEventListener('abort', end);
    this.#outage.pause();
    const heldMs = upAt === undefined ? 0 : performance.now() - upAt;
    if (upAt !== undefined) this.#options.onDown?.();
    await link.close(!signal.aborted || this.#letsGo);
    this.#link = undefined;
    return { fault, heldMs };
  }

  #up(link: MqttLink): void {
    this.#outage.up();
    this.#fault = undefined;
    for (const next of this.#waiting.splice(0)) next.resolve(link);
    this.#options.onUp?.(link);
  }
}
