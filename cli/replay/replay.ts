import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '@vedette/core/errors';
import { encodeShot, type Shot } from '@vedette/core/message';
import { KeptLink, type LinkOptions, type MqttLink } from '@vedette/core/mqtt';
import { CountedLog, type Logger } from '@vedette/core/observe';
import type { Topics } from '@vedette/core/topics';
import type { ReadShot } from '../messages/read-shots.ts';
import { Receipts } from './receipts.ts';
import { unlessAborted } from './unless-aborted.ts';

/** Published and without a PUBACK at once. */
const MAX_IN_FLIGHT = 64;

export interface ReplayOptions {
  readonly link: Pick<LinkOptions, 'url' | 'username' | 'password' | 'tls'>;
  readonly topics: Topics;
  readonly log: Logger;
  readonly shotsPerSecond: number;
  /** Undefined: receipts are not waited for. */
  readonly patienceMs: number | undefined;
}

/** The line that a replay ends with; `waiting`: sent, and no receipt has come. */
export interface ReplayCounts {
  readonly read: number;
  readonly sent: number;
  readonly skipped: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly waiting: number;
}

/** Sends shots again as they were: whoever has one already says so in its receipt, and stores no second one. */
export class Replay {
  readonly #options: ReplayOptions;
  readonly #receipts = new Receipts();
  readonly #skips: CountedLog;
  readonly #kept: KeptLink;
  readonly #inFlight = new Set<Promise<void>>();
  /** Receipt topics of the devices whose shots were sent: a broker may show each device its own alone. */
  readonly #listening = new Set<string>();
  #read = 0;
  #sent = 0;
  #skipped = 0;

  constructor(options: ReplayOptions) {
    this.#options = options;
    const { log, link } = options;
    this.#skips = new CountedLog((line) => log.warn(line, 'skipped what is no shot'));
    this.#kept = new KeptLink({
      what: 'broker',
      log,
      link: {
        ...link,
        clientId: `vedette-replay-${process.pid}`,
        onMessage: async ({ payload }) => this.#receipts.take(payload),
      },
      onUp: (up) => {
        for (const topic of this.#listening) this.#subscribe(up, topic);
      },
    });
  }

  counts(): ReplayCounts {
    const { stored, duplicate: duplicates, rejected } = this.#receipts.counts;
    const waiting = this.#receipts.waiting;
    return { read: this.#read, sent: this.#sent, skipped: this.#skipped, stored, duplicates, rejected, waiting };
  }

  /** Resolves when each shot has its receipt, none has come for as long as the patience lasts, or `signal` says so. */
  async run(shots: AsyncIterable<ReadShot>, signal: AbortSignal): Promise<void> {
    const { patienceMs } = this.#options;
    let dueAt = performance.now();
    for await (const read of whileWanted(shots, signal)) {
      this.#read += 1;
      if (read.type === 'fault') {
        this.#skip(read.detail);
        continue;
      }
      dueAt = await this.#pace(dueAt, signal);
      if (patienceMs !== undefined && !(await this.#receipts.untilRoom(patienceMs, signal))) break;
      if (this.#inFlight.size >= MAX_IN_FLIGHT) await unlessAborted(Promise.race(this.#inFlight), signal);
      if (signal.aborted) break;
      this.#send(read.shot);
    }
    await unlessAborted(Promise.all(this.#inFlight), signal);
    if (patienceMs !== undefined) await this.#receipts.untilAll(patienceMs, signal);
  }

  async close(): Promise<void> {
    this.#skips.close();
    await this.#kept.close(true);
  }

  #skip(reason: string): void {
    this.#skipped += 1;
    this.#skips.add({ reason });
  }

  /** Waits until the next shot is due, and says when the one after it is. */
  async #pace(dueAt: number, signal: AbortSignal): Promise<number> {
    const now = performance.now();
    if (dueAt > now) await sleep(dueAt - now, undefined, { signal }).catch(() => undefined); // aborted
    return Math.max(dueAt, now - 1_000) + 1_000 / this.#options.shotsPerSecond;
  }

  #send(shot: Shot): void {
    const { topics, patienceMs } = this.#options;
    if (patienceMs !== undefined) this.#expectReceipt(shot);
    const publishing = this.#kept.publish(topics.shot(shot), encodeShot(shot)).then(
      () => {
        this.#sent += 1;
        this.#inFlight.delete(publishing);
      },
      () => undefined, // the link was closed over it
    );
    this.#inFlight.add(publishing);
  }

  /** The filter goes out before the shot does. */
  #expectReceipt(shot: Shot): void {
    this.#receipts.expect(shot.id);
    const topic = this.#options.topics.receipt(shot);
    if (this.#listening.has(topic)) return;
    this.#listening.add(topic);
    const { link } = this.#kept;
    if (link) this.#subscribe(link, topic);
  }

  #subscribe(link: MqttLink, topic: string): void {
    link.subscribe(topic).catch((error: unknown) => {
      if (link.connected)
        this.#options.log.warn({ topic, reason: messageOf(error) }, 'the broker refuses the receipts');
    });
  }
}

/** The source may be a pipe that stays silent: whoever waits for it must be able to stop. */
async function* whileWanted<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  for (;;) {
    const next = await unlessAborted(iterator.next(), signal);
    if (!next || next.done) return;
    yield next.value;
  }
}
