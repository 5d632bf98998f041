import { messageOf } from '@vedette/core/errors';
import type { MqttLink } from '@vedette/core/mqtt';
import type { Logger } from '@vedette/core/observe';
import type { Topics } from '@vedette/core/topics';
import type { Home } from '../prepare.ts';
import type { SpoolEntry } from '../spool/index.ts';

/** Whoever publishes at the edge names the device; each new one is a subscription at the cloud broker. */
const MAX_DEVICES = 1_000;

/** The topics on which receipts come for what is sent: those of this device, and of others that publish here. */
export class ReceiptTopics {
  /** Of this device. */
  readonly own: string;
  readonly #topics: Topics;
  readonly #log: Logger;
  /** What the present link listens on. */
  #listening = new Set<string>();

  constructor(home: Home, topics: Topics, log: Logger) {
    this.own = topics.receipt(home);
    this.#topics = topics;
    this.#log = log;
  }

  /** A new link listens on its own only. */
  renew(): void {
    this.#listening = new Set([this.own]);
  }

  /** Resolves when the link listens for the receipt of an entry, or cannot. */
  async listenFor(entry: SpoolEntry, link: MqttLink): Promise<void> {
    for (const topic of this.#topicsOf(entry)) {
      if (!this.#listening.has(topic)) await this.#listen(topic, link);
    }
  }

  /** A receipt goes to the device that the topic names, or where it names none, to the one that the payload names. */
  #topicsOf(entry: SpoolEntry): string[] {
    return [this.#topics.receipt(entry), this.#topics.receipt(this.#topics.placeOf(entry.topic) ?? entry)];
  }

  async #listen(topic: string, link: MqttLink): Promise<void> {
    if (this.#listening.size >= MAX_DEVICES) return;
    this.#listening.add(topic);
    if (this.#listening.size === MAX_DEVICES) {
      this.#log.error({ topic }, 'shots of too many devices; the receipts of further ones are not listened to');
    }
    await link.subscribe(topic).catch((error: unknown) => {
      this.#log.warn({ topic, reason: messageOf(error) }, 'the cloud broker refuses the receipts of a device');
    });
  }
}
