import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '@vedette/core/errors';
import { encodeShot, type Shot } from '@vedette/core/message';
import { KeptLink, type LinkOptions, type MqttLink } from '@vedette/core/mqtt';
import { CountedLog, type Logger } from '@vedette/core/observe';
import type { Topics } from '@vedette/core/topics';
import type { ReadShot } from '../messages/read-shots.ts';
import { Answers, type AnswersOptions } from './answers.ts';
import { unlessAborted } from './unless-aborted.ts';

/** After a Ctrl-C, for what the broker has taken already. */
const LAST_WORDS_MS = 1_000;

export interface ReplayOptions extends AnswersOptions {
  readonly link: Pick<LinkOptions, 'url' | 'username' | 'password' | 'tls'>;
  readonly topics: Topics;
  readonly log: Logger;
  readonly shotsPerSecond: number;
}

/** The line that a replay ends with; `sent`: the broker has taken it; `waiting`: its receipt has not come. */
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
  readonly #answers: Answers;
  readonly #skips: CountedLog;
  readonly #kept: KeptLink;
  /** Receipt topics of the devices whose shots were sent: a broker may show each device its own alone. */
  readonly #listening = new Set<string>();
  #read = 0;
  #skipped = 0;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#answers = new Answers(options);
    const { log, link } = options;
    this.#skips = new CountedLog((line) => log.warn(line, 'skipped what is no shot'));
    this.#kept = new KeptLink({
      what: 'broker',
      log,
      link: {
        ...link,
        clientId: `vedette-replay-${process.pid}`,
        onMessage: async ({ payload }) => this.#answers.takeReceipt(payload),
      },
      onUp: (up) => {
        for (const topic of this.#listening) this.#subscribe(up, topic);
      },
    });
  }

  counts(): ReplayCounts {
    const { acknowledged: sent, withoutReceipt: waiting, receipts } = this.#answers;
    const { stored, duplicate: duplicates, rejected } = receipts;
    return { read: this.#read, sent, skipped: this.#skipped, stored, duplicates, rejected, waiting };
  }

  /** Resolves when each shot has its answers, none has come for as long as the patience lasts, or `signal` says so. */
  async run(shots: AsyncIterable<ReadShot>, signal: AbortSignal): Promise<void> {
    let dueAt = performance.now();
    for await (const read of whileWanted(shots, signal)) {
      if (read.type === 'fault') {
        this.#skip(read.detail);
        continue;
      }
      dueAt = await this.#pace(dueAt, signal);
      if (!(await this.#answers.untilRoom(signal)) || signal.aborted) break;
      this.#read += 1;
      this.#send(read.shot);
    }
    await this.#answers.untilAll(signal);
    if (signal.aborted) await this.#answers.untilAcknowledged(LAST_WORDS_MS);
  }

  async close(): Promise<void> {
    this.#skips.close();
    await this.#kept.close(true);
  }

  #skip(reason: string): void {
    this.#read += 1;
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
    const { topics, withReceipts } = this.#options;
    this.#answers.expect(shot.id);
    if (withReceipts) this.#listen(topics.receipt(shot));
    this.#kept.publish(topics.shot(shot), encodeShot(shot)).then(
      () => this.#answers.takePuback(),
      () => undefined, // the link was closed over it
    );
  }

  /** The filter goes out before the shot does. */
  #listen(topic: string): void {
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
