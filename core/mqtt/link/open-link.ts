import type { Duplex } from 'node:stream';
import { type DoneCallback, type IPublishPacket, MqttClient } from 'mqtt';
import { messageOf } from '../../errors.ts';
import { gatherWrites } from '../gather-writes.ts';
import { clientOptions } from './client-options.ts';
import { Deferred } from './deferred.ts';
import { Dialer } from './dial.ts';
import { InWork } from './in-work.ts';
import type { LinkOptions, MqttLink, PublishOptions } from './link.ts';
import { faultOf, reasonOf, UnhandledError } from './link-fault.ts';
import { Unsettled } from './unsettled.ts';

/** How long a close waits for the broker to acknowledge what it was told, and to take the goodbye. */
const FAREWELL_MS = 2_000;

/**
 * Opens a link and returns at once; `onUp` or `onDown` says what came of it. A lost link stays lost: see KeptLink, which
 * has one `dialer` for all of its links.
 */
export function openLink(options: LinkOptions, dialer: Dialer = new Dialer(options)): MqttLink {
  return new OpenedLink(options, dialer);
}

class OpenedLink implements MqttLink {
  readonly #options: LinkOptions;
  readonly #dialing = new AbortController();
  readonly #client = new Deferred<MqttClient>();
  readonly #unsettled = new Unsettled();
  readonly #gone = new Deferred<void>();
  readonly #inWork: InWork;
  #stream: Duplex | undefined;
  /** Why the link is to end, or has. */
  #error: Error | undefined;
  #isUp = false;
  #isResumed = false;
  #isClosing = false;
  #takes = true;

  constructor(options: LinkOptions, dialer: Dialer) {
    this.#options = options;
    this.#inWork = new InWork(options.concurrency ?? 1, (pubacks) => {
      if (!this.#stream?.destroyed) this.#stream?.write(pubacks);
    });
    dialer.dial(this.#dialing.signal).then(
      (stream) => this.#start(stream),
      (error) => {
        this.#error ??= error;
        this.#ended();
      },
    );
  }

  get connected(): boolean {
    return this.#isUp && !this.#stream?.destroyed;
  }

  get isResumed(): boolean {
    return this.#isResumed;
  }

  async publish(topic: string, payload: Buffer | string, { qos = 1, retain = false }: PublishOptions = {}) {
    await this.#unsettled.until(this.#client.promise.then((c) => c.publishAsync(topic, payload, { qos, retain })));
  }

  async subscribe(filter: string): Promise<void> {
    const { subscribeQos: qos = 1 } = this.#options;
    await this.#unsettled.until(this.#client.promise.then((client) => client.subscribeAsync(filter, { qos })));
  }

  async unsubscribe(filter: string): Promise<void> {
    await this.#unsettled.until(this.#client.promise.then((client) => client.unsubscribeAsync(filter)));
  }

  async close(now = false): Promise<void> {
    this.#isClosing = true;
    const letGo = () => this.#fail(new Error('the link was closed'));
    const limit = setTimeout(letGo, FAREWELL_MS);
    if (now || !this.#isUp) {
      letGo();
    } else {
      await this.#unsettled.none();
      (await this.#client.promise).end();
    }
    await this.#gone.promise;
    clearTimeout(limit);
  }

  #start(stream: Duplex): void {
    this.#stream = stream;
    gatherWrites(stream);
    const client = new MqttClient(() => stream, clientOptions(this.#options));
    client.on('connect', ({ sessionPresent }) => {
      this.#isResumed = sessionPresent;
      this.#subscribeAll(client);
    });
    client.on('error', (error) => this.#fail(error));
    client.on('close', () => this.#ended());
    // Its PUBACK is ours to send: see InWork.
    client.on('packetreceive', (packet) => {
      if (packet.cmd === 'publish') packet.qos = 0;
    });
    client.handleMessage = (packet, done) => this.#take(packet, done);
    this.#client.resolve(client);
    if (this.#isClosing) stream.destroy();
  }

  #subscribeAll(client: MqttClient): void {
    const { subscribe = [], subscribeQos: qos = 1, onUp } = this.#options;
    const standing = subscribe.length > 0 ? client.subscribeAsync([...subscribe], { qos }) : Promise.resolve();
    standing.then(
      () => {
        this.#isUp = client.connected && !this.#isClosing;
        if (this.#isUp) onUp?.();
      },
      // A service that cannot listen does nothing, so a refused filter is a failed attempt.
      (error) => this.#fail(error),
    );
  }

  #take({ topic, payload, retain, messageId }: IPublishPacket, done: DoneCallback): void {
    if (!this.#takes) return; // what the lost connection had brought as well; the broker sends it again
    const message = { topic: topic.toString(), payload: Buffer.from(payload), retain, messageId };
    const handled = this.#options.onMessage?.(message) ?? Promise.resolve();
    // Without an end there is no PUBACK, now or ever: this client does not connect again.
    handled.catch((error: unknown) => {
      this.#fail(new UnhandledError(`a message on ${message.topic} could not be handled: ${messageOf(error)}`));
    });
    this.#inWork.take(messageId, handled, done);
  }

  #fail(error: Error): void {
    this.#error ??= error;
    this.#takes = false;
    this.#dialing.abort();
    this.#stream?.uncork(); // what was acknowledged before goes out
    this.#stream?.destroy();
  }

  #ended(): void {
    this.#isUp = false;
    this.#takes = false;
    const error = this.#error ?? new Error('the broker closed the connection');
    const reason = reasonOf(error, this.#options.tls?.cert);
    if (!this.#isClosing) this.#options.onDown?.(reason, faultOf(error));
    this.#isClosing = true;
    this.#unsettled.end(new Error(reason));
    this.#gone.resolve();
  }
}
