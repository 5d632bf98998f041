import { KeptLink, type LinkOptions, type MqttMessage } from '@vedette/core/mqtt';
import { type Logger, redactUrls } from '@vedette/core/observe';
import { settlesBefore, settlesWithin } from '@vedette/core/run';
import { InWork, type Room } from './in-work.ts';
import { ShortLinks } from './short-links.ts';
import type { WayIn } from './way-in.ts';

/** How long `stop` waits for what is in work, then for the broker to take the last receipts, and to leave its turn. */
const FINISH_MS = 5_000;
const LAST_WORDS_MS = 1_000;
const LEAVE_MS = 1_000;

export interface IntakeOptions {
  readonly link: Pick<LinkOptions, 'url' | 'clientId' | 'username' | 'password' | 'tls' | 'subscribe'>;
  /** What may be in work at once. */
  readonly room: Room;
  /** Where it is the only sink: as `link` says, at any time. */
  readonly wayIn?: WayIn | undefined;
  readonly log: Logger;
  /** Does the work on one message; never rejects. */
  work(message: MqttMessage): Promise<void>;
}

/**
 * Messages from the broker, so many in work at once.
 *
 * mqtt.js handles packets one after another, and those that keep the connection alive wait in the same queue. So a
 * message is acknowledged as soon as it is in work, and the work goes on behind that: not the PUBACK but the receipt
 * is the sender's guarantee, and what a crash cuts short is sent again by whoever waits for one. While there is no room,
 * the next message waits unacknowledged, and the broker with it.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #kept: KeptLink;
  readonly #inWork: InWork;
  /** Receipts that the broker has not acknowledged. */
  readonly #leaving = new Set<Promise<void>>();
  readonly #shortLinks = new ShortLinks();
  #isSuspended = false;
  #goOn: () => void = () => undefined;
  #isStopped = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
    const { link, log, wayIn, room } = options;
    this.#inWork = new InWork(room);
    this.#kept = new KeptLink({
      what: 'cloud broker',
      log,
      link: { ...link, durable: true, onMessage: (message) => this.take(message) },
      hold: async (signal) => {
        void wayIn?.leave(); // with or without a connection, the attempt before this one is over
        await this.#untilResumed(signal);
        await wayIn?.hold(signal);
      },
      session: () => wayIn?.session() ?? {},
      onUp: () => {
        this.#shortLinks.up(performance.now());
        log.info(`takes shots from ${redactUrls(link.url)}`);
        wayIn?.arrive();
      },
      onDown: () => {
        if (this.#shortLinks.lost(performance.now()))
          log.warn(`cut off after each connect: ${wayIn?.rival ?? rivalOf(link.clientId)}`);
        this.#inWork.passOver(); // its connection is gone, so the broker sends it again
      },
    });
  }

  /** Why nothing comes in, undefined while it can. */
  get fault(): string | undefined {
    return this.#isStopped ? 'stopped' : (this.#options.wayIn?.fault ?? this.#kept.fault);
  }

  /** Sends now, or when the broker is back. What is lost with the process is not missed: the shot comes again. */
  publish(topic: string, payload: string): void {
    track(this.#leaving, this.#kept.publish(topic, payload));
  }

  /**
   * What is in work will not be done soon. As soon as a message waits for room, the connection is given up: the session
   * keeps what arrives, where a connection that does not read would hold up the broker's other clients.
   */
  suspend(): void {
    this.#isSuspended = true;
    if (this.#inWork.isWaitedFor) this.#disconnect();
  }

  resume(): void {
    this.#isSuspended = false;
    this.#goOn();
  }

  /** Takes nothing more and waits, for a short while, for what is in work. What was not acknowledged comes again. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#inWork.passOver();
    await settlesWithin(FINISH_MS, this.#inWork.done());
    await settlesWithin(LAST_WORDS_MS, Promise.all(this.#leaving));
    await this.#kept.close(true);
    await settlesWithin(LEAVE_MS, this.#options.wayIn?.leave() ?? Promise.resolve());
  }

  /** Lets go of the broker, and comes again when it may. */
  drop(reason: string): void {
    this.#inWork.passOver();
    this.#kept.drop(reason);
  }

  /** Resolves when a message is in work, whatever connection it came by. */
  async take(message: MqttMessage): Promise<void> {
    const { length } = message.payload;
    while (!this.#isStopped && !this.#inWork.hasRoom(length)) {
      const moreRoom = this.#inWork.moreRoom();
      if (this.#isSuspended) this.#disconnect();
      await moreRoom;
    }
    if (this.#isStopped) return new Promise(() => {}); // no PUBACK, so that it comes again
    this.#inWork.add(length, this.#options.work(message));
  }

  #disconnect(): void {
    this.drop('no shot is taken in until those in work are stored');
  }

  async #untilResumed(signal: AbortSignal): Promise<void> {
    if (!this.#isSuspended) return;
    const resumed = new Promise<void>((resolve) => {
      this.#goOn = resolve;
    });
    await settlesBefore(signal, resumed);
  }
}

/** MQTT 3.1.1 gives no reason, and this is the usual one. */
function rivalOf(clientId: string): string {
  return `is another sink connected as ${clientId}? Each needs an imageSink.clientId of its own`;
}

/** Keeps a promise in a set until it is settled; how it was settled is nobody's concern here. */
function track(set: Set<Promise<void>>, promise: Promise<void>): void {
  const tracked = promise.catch(() => undefined).then(() => void set.delete(tracked));
  set.add(tracked);
}
