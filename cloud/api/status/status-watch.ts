import type { BrokerLogin } from '@vedette/core/config';
import { receiptSchema } from '@vedette/core/message';
import { KeptLink, type MqttMessage } from '@vedette/core/mqtt';
import type { Logger } from '@vedette/core/observe';
import type { Topics } from '@vedette/core/topics';
import { v4 as randomId } from 'uuid';
import { parseDeviceStatus } from './device-status.ts';
import type { HeardStatus } from './heard-status.ts';

/** Of more, the one that was heard longest ago is forgotten. */
const MAX_DEVICES = 10_000;

export interface StatusWatchOptions {
  readonly url: string;
  readonly login: BrokerLogin;
  readonly topics: Topics;
  readonly log: Logger;
  /** A shot has its receipt: it is in the catalog. */
  onStored(id: string): void;
}

/** Listens at the cloud broker: what devices say of themselves, and what has its receipt. */
export class StatusWatch {
  readonly #options: StatusWatchOptions;
  readonly #link: KeptLink;
  readonly #heard = new Map<string, HeardStatus>();

  constructor(options: StatusWatchOptions) {
    this.#options = options;
    const { url, login, topics, log } = options;
    this.#link = new KeptLink({
      what: 'cloud broker',
      log,
      link: {
        ...{ url, ...login, clientId: `vedette-api-${randomId()}` },
        ...{ subscribe: [topics.all.deviceStatus, topics.all.receipt], subscribeQos: 0 },
        onMessage: async (message) => this.#take(message),
      },
    });
  }

  /** Why nothing is heard; undefined while the broker is there. */
  get fault(): string | undefined {
    return this.#link.fault;
  }

  heard(): HeardStatus[] {
    return [...this.#heard.values()];
  }

  close(): Promise<void> {
    return this.#link.close(true);
  }

  #take(message: MqttMessage): void {
    if (message.topic.endsWith('/receipt')) this.#takeReceipt(message);
    else this.#takeStatus(message);
  }

  #takeReceipt({ payload }: MqttMessage): void {
    const receipt = parseReceipt(payload);
    if (receipt?.outcome === 'stored') this.#options.onStored(receipt.id);
  }

  #takeStatus({ topic, payload }: MqttMessage): void {
    const { topics } = this.#options;
    this.#heard.delete(topic); // so that the map's order is that of the last word
    const status = parseDeviceStatus(payload);
    // An empty retained message is how MQTT takes one back.
    if (status && topics.deviceStatus(status) === topic) this.#heard.set(topic, { status, heardAt: Date.now() });
    for (const oldest of this.#heard.keys()) {
      if (this.#heard.size <= MAX_DEVICES) break;
      this.#heard.delete(oldest);
    }
  }
}

function parseReceipt(payload: Buffer) {
  try {
    return receiptSchema.safeParse(JSON.parse(payload.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
