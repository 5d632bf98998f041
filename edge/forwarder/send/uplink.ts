import { BadInputError, messageOf } from '@vedette/core/errors';
import type { Receipt } from '@vedette/core/message';
import { KeptLink, type LinkOptions, type MqttLink, type MqttMessage } from '@vedette/core/mqtt';
import type { Logger } from '@vedette/core/observe';
import type { ForwarderMeter } from '../meter.ts';
import type { Reducer } from '../reduce/reducer.ts';
import type { Spool, SpoolEntry } from '../spool/index.ts';
import type { Liveness } from './liveness.ts';
import type { Pace } from './pace.ts';
import { parseReceipt } from './parse-receipt.ts';
import type { ReceiptTopics } from './receipt-topics.ts';
import type { SendQueue, ToSend } from './send-queue.ts';
import { SilentLink } from './silent-link.ts';

export interface UplinkOptions {
  readonly link: Omit<LinkOptions, 'onMessage' | 'onUp' | 'onDown' | 'subscribe' | 'subscribeQos'>;
  readonly receiptTopics: ReceiptTopics;
  readonly spool: Spool;
  readonly queue: SendQueue;
  readonly pace: Pace;
  readonly liveness: Liveness;
  readonly reducer: Reducer;
  readonly meter: ForwarderMeter;
  readonly log: Logger;
  onUp(): void;
  onReceipt(receipt: Receipt, message: MqttMessage): void;
  /** A payload that the disk did not keep. */
  onDamaged(id: string): void;
}

/** Sends what the spool holds to the cloud broker, and takes the receipts. */
export class Uplink {
  readonly #options: UplinkOptions;
  readonly #kept: KeptLink;
  readonly #silentLink: SilentLink;
  #isPumping = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: UplinkOptions) {
    this.#options = options;
    const { log, receiptTopics } = options;
    const onMessage = async (message: MqttMessage) => this.#receive(message);
    this.#kept = new KeptLink({
      what: 'cloud broker',
      log,
      // A receipt that is lost with its connection is asked for by sending again; a PUBACK for each would change nothing.
      link: { ...options.link, subscribe: [receiptTopics.own], subscribeQos: 0, onMessage },
      onUp: () => this.#up(),
      onDown: () => this.#down(),
    });
    this.#silentLink = new SilentLink({ ...options, kept: this.#kept });
  }

  /** Why there is no link, or undefined. */
  get fault(): string | undefined {
    return this.#kept.fault;
  }

  /** Publishes to whom it may concern, retained, if the link stands. */
  tell(topic: string, payload: string): void {
    this.#kept.tell(topic, payload, true);
  }

  /** As `tell`, but resolves when the broker has it; rejects where the link is lost before. */
  async tellSurely(topic: string, payload: string): Promise<void> {
    await this.#kept.link?.publish(topic, payload, { retain: true });
  }

  /** There may be something to send. */
  wake(): void {
    if (!this.#isPumping) void this.#pump();
  }

  /** Gives up a link that stands and that nothing comes through. */
  check(): void {
    this.#silentLink.check();
  }

  async close(): Promise<void> {
    this.#silentLink.close();
    await this.#kept.close(true); // the broker says that this device is offline
    clearTimeout(this.#timer);
  }

  #up(): void {
    const { meter, receiptTopics, pace, onUp } = this.#options;
    meter.count('connects', 'cloud');
    receiptTopics.renew();
    pace.renew();
    onUp();
    this.wake();
  }

  #down(): void {
    const { queue, liveness, log } = this.#options;
    liveness.lost();
    const held = queue.lost(performance.now());
    if (!held) return;
    const { id, bytes } = held;
    log.warn(
      { id, bytes },
      'the link was lost with this shot alone: is it too long for the broker, or not allowed there?',
    );
  }

  async #pump(): Promise<void> {
    this.#isPumping = true;
    try {
      for (let link = this.#kept.link; link; link = this.#kept.link) {
        const now = performance.now();
        const next = this.#options.pace.waitMs(now) > 0 ? undefined : this.#options.queue.next(now);
        if (!next) return;
        await this.#send(link, next);
      }
    } finally {
      this.#isPumping = false;
      this.#schedule();
    }
  }

  async #send(link: MqttLink, { entry, again }: ToSend): Promise<void> {
    const { queue, meter, pace, liveness, receiptTopics } = this.#options;
    const payload = await this.#read(entry, again);
    if (!payload) return;
    await receiptTopics.listenFor(entry, link);
    if (this.#kept.link !== link) return; // the entry waits again
    meter.count('sent');
    if (again) meter.count('resent');
    queue.sent(entry.id);
    const sentAt = performance.now();
    pace.sent(payload.length, sentAt);
    liveness.sent(sentAt, again);
    link.publish(entry.topic, payload).then(
      () => this.#acknowledged(entry, payload.length, sentAt),
      () => undefined, // the link is lost, and the entry waits again
    );
  }

  #acknowledged({ id }: SpoolEntry, bytes: number, sentAt: number): void {
    const { queue, pace, liveness } = this.#options;
    const now = performance.now();
    queue.awaitReceipt(id, now);
    pace.acknowledged(bytes, sentAt, now);
    liveness.acknowledged(now);
    this.wake();
  }

  async #read(entry: SpoolEntry, again: boolean): Promise<Buffer | undefined> {
    const { spool, reducer, queue, log, onDamaged } = this.#options;
    const { id } = entry;
    try {
      const payload = await spool.read(id);
      if (!payload) queue.settle(id); // the disk did not keep it, and whoever sent it will again
      return payload && !again ? await reducer.reduce(entry, payload) : payload;
    } catch (error) {
      if (error instanceof BadInputError) {
        onDamaged(id);
      } else {
        log.error({ id, reason: messageOf(error) }, 'cannot read the spool; trying again later');
        queue.postpone(id, performance.now());
      }
      return undefined;
    }
  }

  #receive(message: MqttMessage): void {
    const { liveness, queue, meter, onReceipt } = this.#options;
    const receipt = parseReceipt(message.payload);
    if (receipt) {
      onReceipt(receipt, message);
      liveness.receipted(performance.now(), queue.fresh > 0);
    } else {
      meter.count('receipts', 'malformed');
    }
    this.wake();
  }

  /** Wakes when an entry may be sent that may not be now. */
  #schedule(): void {
    clearTimeout(this.#timer);
    const { queue, pace } = this.#options;
    const now = performance.now();
    const paceMs = pace.waitMs(now);
    const waitMs = paceMs > 0 ? paceMs : queue.nextDueAt - now;
    if (!this.#kept.link || waitMs === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => this.wake(), Math.max(1, waitMs));
  }
}
