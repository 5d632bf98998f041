import type { LinkOptions, MqttMessage } from '@vedette/core/mqtt';
import type { Topics } from '@vedette/core/topics';
import { DeviceStatus } from './device-status.ts';
import { type Ledger, LedgerTeller } from './ledger/index.ts';
import type { ForwarderMeter } from './meter.ts';
import type { Home } from './prepare.ts';
import type { SendQueue } from './send/send-queue.ts';

export interface AnnouncementsOptions {
  readonly home: Home;
  readonly topics: Topics;
  readonly ledger: Ledger;
  readonly queue: SendQueue;
  readonly meter: ForwarderMeter;
  /** What is the matter now, for people. */
  alarms(): readonly string[];
  /** Each publishes to its broker, retained, if the link stands. */
  readonly tellEdge: (topic: string, payload: string) => void;
  readonly tellCloud: (topic: string, payload: string) => void;
  /** Publishes to both, retained; resolves when those whose link stands have it. */
  readonly tellSurely: (topic: string, payload: string) => Promise<void>;
}

/** What the forwarder says of its device to both brokers: the status and the books. */
export class Announcements {
  readonly #status: DeviceStatus;
  readonly #books: LedgerTeller;

  constructor(options: AnnouncementsOptions) {
    const { queue, tellEdge, tellCloud } = options;
    this.#status = new DeviceStatus({
      ...options,
      publish(topic, payload) {
        tellEdge(topic, payload);
        tellCloud(topic, payload);
      },
    });
    this.#books = new LedgerTeller({ ...options, inFlight: () => queue.flying() });
  }

  /** What the brokers say when the forwarder is gone. */
  get will(): NonNullable<LinkOptions['will']> {
    return { topic: this.#status.topic, payload: this.#status.offline };
  }

  /** Publishes the status from here on, now and then. */
  start(): void {
    this.#status.start();
  }

  /** A message of a camera's status topic. */
  takeStatus(message: MqttMessage): void {
    this.#status.take(message);
  }

  /** Publishes the status as it is now. */
  sayStatus(): void {
    this.#status.say();
  }

  /** The link to a broker came up: whoever comes there finds the books soon, and the status now. */
  sayTo(where: 'edge' | 'cloud'): void {
    this.#status.say();
    this.#books.sayTo(where);
  }

  /** Resolves when the last books are said, or cannot be. */
  async close(): Promise<void> {
    this.#status.close();
    await this.#books.close();
  }
}
