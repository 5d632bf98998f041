import { BadInputError, messageOf } from '@vedette/core/errors';
import { type Receipt, receiptSchema } from '@vedette/core/message';
import { KeptLink, type LinkOptions, type MqttLink, type MqttMessage } from '@vedette/core/mqtt';
import type { Logger } from '@vedette/core/observe';
import type { Topics } from '@vedette/core/topics';
import type { ForwarderMeter } from './meter.ts';
import type { Home } from './prepare.ts';
import type { SendQueue, ToSend } from './send-queue.ts';
import type { Spool, SpoolEntry } from './spool/index.ts';

export interface UplinkOptions {
  readonly link: Pick<LinkOptions, 'url' | 'clientId' | 'username' | 'password' | 'will'>;
  readonly home: Home;
  readonly topics: Topics;
  readonly spool: Spool;
  readonly queue: SendQueue;
  readonly meter: ForwarderMeter;
  readonly log: Logger;
  onUp(): void;
  onReceipt(receipt: Receipt, message: MqttMessage): void;
  /** A payload that the disk did not keep. */
  onDamaged(id: string): void;
}

/** Whoever publishes at the edge names the device; each new one is a subscription at the cloud broker. */
const MAX_DEVICES = 1_000;

/** Sends what the spool holds to the cloud broker, and takes the receipts. */
export class Uplink {
  readonly #options: UplinkOptions;
  readonly #kept: KeptLink;
  /** Receipt topics that the present link listens on. */
  #listening = new Set<string>();
  #isPumping = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: UplinkOptions) {
    this.#options = options;
    const { log, home, topics, queue, meter } = options;
    const own = topics.receipt(home);
    this.#kept = new KeptLink({
      what: 'cloud broker',
      log,
      link: { ...options.link, subscribe: [own], onMessage: async (message) => this.#receive(message) },
      onUp: () => {
        meter.count('connects', 'cloud');
        this.#listening = new Set([own]);
        options.onUp();
        this.wake();
      },
      onDown: () => queue.lost(),
    });
  }

  get isUp(): boolean {
    return this.#kept.link !== undefined;
  }

  /** Publishes to whom it may concern, retained, if the link stands. */
  tell(topic: string, payload: string): void {
    this.#kept.tell(topic, payload, true);
  }

  /** There may be something to send. */
  wake(): void {
    if (!this.#isPumping) void this.#pump();
  }

  async close(): Promise<void> {
    await this.#kept.close(true); // the broker says that this device is offline
    clearTimeout(this.#timer);
  }

  async #pump(): Promise<void> {
    this.#isPumping = true;
    try {
      for (let link = this.#kept.link; link; link = this.#kept.link) {
        const next = this.#options.queue.next(performance.now());
        if (!next) return;
        await this.#send(link, next);
      }
    } finally {
      this.#isPumping = false;
      this.#schedule();
    }
  }

  async #send(link: MqttLink, { entry, again }: ToSend): Promise<void> {
    const { queue, meter } = this.#options;
    const payload = await this.#read(entry);
    if (!payload) return;
    for (const topic of this.#receiptTopics(entry)) await this.#listen(link, topic);
    if (this.#kept.link !== link) return; // the entry waits again
    meter.count('sent');
    if (again) meter.count('resent');
    link.publish(entry.topic, payload).then(
      () => {
        queue.awaitReceipt(entry.id, performance.now());
        this.#schedule();
      },
      () => undefined, // the link is lost, and the entry waits again
    );
  }

  async #read({ id }: SpoolEntry): Promise<Buffer | undefined> {
    try {
      return await this.#options.spool.read(id);
    } catch (error) {
      const { queue, log, onDamaged } = this.#options;
      if (error instanceof BadInputError) {
        onDamaged(id);
      } else {
        log.error({ id, reason: messageOf(error) }, 'cannot read the spool; trying again later');
        queue.awaitReceipt(id, performance.now());
      }
      return undefined;
    }
  }

  /** A receipt goes to the device that the topic names, or where it names none, to the one that the payload names. */
  #receiptTopics(entry: SpoolEntry): string[] {
    const { topics } = this.#options;
    return [topics.receipt(entry), topics.receipt(topics.placeOf(entry.topic) ?? entry)];
  }

  async #listen(link: MqttLink, topic: string): Promise<void> {
    if (this.#listening.has(topic) || this.#listening.size >= MAX_DEVICES) return;
    this.#listening.add(topic);
    if (this.#listening.size === MAX_DEVICES) {
      this.#options.log.error({ topic }, 'shots of too many devices; the receipts of further ones are not listened to');
    }
    await link.subscribe(topic).catch((error: unknown) => {
      this.#options.log.warn({ topic, reason: messageOf(error) }, 'the cloud broker refuses the receipts of a device');
    });
  }

  #receive(message: MqttMessage): void {
    const receipt = parseReceipt(message.payload);
    if (receipt) this.#options.onReceipt(receipt, message);
    else this.#options.meter.count('receipts', 'malformed');
    this.wake();
  }

  /** Wakes when an entry is due to be sent again. */
  #schedule(): void {
    clearTimeout(this.#timer);
    const { nextDueAt } = this.#options.queue;
    if (!this.isUp || nextDueAt === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => this.wake(), Math.max(0, nextDueAt - performance.now()));
  }
}

function parseReceipt(payload: Buffer): Receipt | undefined {
  try {
    return receiptSchema.safeParse(JSON.parse(payload.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
