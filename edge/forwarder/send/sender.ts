import type { BrokerLogin } from '@vedette/core/config';
import type { Receipt } from '@vedette/core/message';
import { clientIdOf, type LinkOptions, type MqttMessage } from '@vedette/core/mqtt';
import type { Logger } from '@vedette/core/observe';
import type { Topics } from '@vedette/core/topics';
import type { ForwarderConfig } from '../config.ts';
import type { ForwarderMeter } from '../meter.ts';
import type { Classes } from '../policy/classes.ts';
import type { Home } from '../prepare.ts';
import { Reducer } from '../reduce/reducer.ts';
import type { Spool } from '../spool/index.ts';
import { Liveness } from './liveness.ts';
import { Pace } from './pace.ts';
import { ReceiptTopics } from './receipt-topics.ts';
import type { SendQueue } from './send-queue.ts';
import type { Settlement } from './settlement.ts';
import { Uplink } from './uplink.ts';

/** How often the clock is asked: what is too old, and whether anything comes back. */
const TICK_MS = 1_000;

export interface SenderOptions {
  readonly config: ForwarderConfig;
  readonly login: BrokerLogin;
  readonly classes: Classes;
  readonly home: Home;
  readonly topics: Topics;
  readonly will: NonNullable<LinkOptions['will']>;
  readonly spool: Spool;
  readonly queue: SendQueue;
  readonly settlement: Settlement;
  readonly meter: ForwarderMeter;
  readonly log: Logger;
  onReceipt(receipt: Receipt, message: MqttMessage): void;
  /** The link is up. */
  onUp(): void;
  /** `trouble` has begun or ended. */
  onChange(): void;
}

/** The cloud's side: what is sent when, on which link, and what is given up. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #liveness: Liveness;
  readonly #reducer: Reducer;
  readonly #uplink: Uplink;
  readonly #ticks: NodeJS.Timeout;
  #lastTrouble: string | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
    const { config, home, topics, log, spool, queue, settlement, will, onReceipt } = options;
    const { maxBytesPerSecond = Number.POSITIVE_INFINITY, windowBytes, silentAfterSeconds } = config;
    const pace = new Pace({ windowBytes, bytesPerSecond: maxBytesPerSecond });
    this.#liveness = new Liveness(silentAfterSeconds * 1_000);
    this.#reducer = new Reducer({
      ...options,
      behindSeconds: () => pace.secondsFor(spool.counts().payloadBytes, performance.now()),
      onReplaced: (entry) => queue.replace(entry),
    });
    this.#uplink = new Uplink({
      ...{ spool, queue, meter: options.meter, log, pace, onReceipt, liveness: this.#liveness, reducer: this.#reducer },
      link: {
        url: config.cloudUrl,
        clientId: clientIdOf('vedette-forwarder', home.site, home.device),
        ...options.login,
        will,
      },
      receiptTopics: new ReceiptTopics(home, topics, log),
      onUp: () => options.onUp(),
      onDamaged: (id) => settlement.damaged(id),
    });
    this.#ticks = setInterval(() => this.#tick(), TICK_MS);
  }

  /** Why nothing gets to the cloud, or undefined. */
  get trouble(): string | undefined {
    return this.#uplink.fault ?? this.#liveness.alarm(performance.now());
  }

  /** Why not everything gets there, or undefined. */
  get warning(): string | undefined {
    const { entries, bytes } = this.#options.queue.tooLong;
    if (entries === 0) return undefined;
    const why = Number.isFinite(bytes) ? `it seems to take no messages of ${bytes} bytes` : 'are they allowed there?';
    return `the cloud broker cuts the link for ${entries} messages, which wait: ${why}`;
  }

  /** There may be something to send. */
  wake(): void {
    this.#uplink.wake();
  }

  /** Publishes to whom it may concern, retained, if the link stands. */
  tell(topic: string, payload: string): void {
    this.#uplink.tell(topic, payload);
  }

  /** As `tell`, but resolves when the broker has it; rejects where the link is lost before. */
  tellSurely(topic: string, payload: string): Promise<void> {
    return this.#uplink.tellSurely(topic, payload);
  }

  async close(): Promise<void> {
    clearInterval(this.#ticks);
    await this.#uplink.close();
    this.#reducer.close();
  }

  #tick(): void {
    const { queue, settlement, onChange } = this.#options;
    const now = performance.now();
    for (let old = queue.expired(now); old; old = queue.expired(now)) settlement.drop(old.id, 'too-old');
    this.#uplink.check();
    // For how long nothing has come is no change of its own.
    const trouble = this.#uplink.fault ?? (this.#liveness.alarm(now) && 'silent');
    if (trouble !== this.#lastTrouble) onChange();
    this.#lastTrouble = trouble;
  }
}
