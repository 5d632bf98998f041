import { randomUUID } from 'node:crypto';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { MqttMessage } from '@vedette/core/mqtt';
import { CountedLog, type Logger } from '@vedette/core/observe';
import type { Topics } from '@vedette/core/topics';
import type { InFlight } from './in-flight.ts';
import type { ForwarderMeter } from './meter.ts';
import { putAside } from './oversize.ts';
import { type Home, type Prepared, prepare, type Wrapper } from './prepare.ts';
import { type Spool, SpoolFullError } from './spool/index.ts';

/** How often a full spool is looked at again. */
const FULL_POLL_MS = 250;
/** Messages whose PUBACK may have been on its way when a link was lost. */
const IN_DOUBT = 20;

export interface IntakeOptions {
  readonly spool: Spool;
  readonly home: Home;
  readonly topics: Topics;
  readonly deadLetterTopic: string;
  readonly maxMessageBytes: number;
  /** Where messages beyond that go. */
  readonly oversizeFolder: string;
  readonly meter: ForwarderMeter;
  readonly log: Logger;
  readonly inFlight: InFlight;
  onSpooled(): void;
  onDropped(id: string, reason: string): void;
}

/** Brings each message of a shot topic onto the disk, once. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #wrapper: Wrapper;
  readonly #unreadable: CountedLog;
  readonly #oversize: CountedLog;
  #full: SpoolFullError | undefined;
  /** A message of this link was refused: those behind it are too, or they would be taken now and again later. */
  #isRefusing = false;
  /** Bare images that the broker may deliver a second time on this link; they have no id to be known by. */
  #inDoubt = new Set<string>();
  /** The last bare image of each topic: a retained one comes again on each connect. */
  readonly #latest = new Map<string, string>();

  constructor(options: IntakeOptions) {
    this.#options = options;
    const { home, topics, deadLetterTopic, log } = options;
    let seq = 0;
    this.#wrapper = { home, topics, deadLetterTopic, session: randomUUID(), nextSeq: () => seq++ };
    this.#unreadable = new CountedLog((line) => log.warn(line, 'neither a shot nor an image'));
    this.#oversize = new CountedLog((line) => log.warn(line, 'too long, put aside'));
  }

  /** Why nothing is taken in, or undefined. */
  get blocked(): string | undefined {
    return this.#full?.message;
  }

  /** A new link to the edge broker is about to be opened: it begins with what the last one did not acknowledge. */
  renew(): void {
    this.#isRefusing = false;
    const sources = Array.from(this.#options.spool.entries(), ({ source }) => source).slice(-IN_DOUBT);
    this.#inDoubt = new Set(sources.filter((source) => source !== undefined));
  }

  /** Resolves when the message is on disk, rejects if it cannot be now: the link must then be given up. */
  async take(message: MqttMessage): Promise<void> {
    if (this.#isRefusing) throw new Error('a message before it was refused');
    try {
      await this.#take(message);
    } catch (error) {
      this.#isRefusing = true;
      if (error instanceof SpoolFullError) this.#full = error;
      await setImmediate(); // lets the PUBACK of the message before out, which goes down with the link otherwise
      throw error;
    }
  }

  /** Waits until the spool has room for what it refused. Meanwhile the broker's own queue holds what comes. */
  async untilRoom(signal: AbortSignal): Promise<void> {
    while (this.#full && !signal.aborted) {
      const isStill = await this.#options.spool.lacksRoomFor(this.#full.bytes);
      if (!isStill) this.#full = undefined;
      else await sleep(FULL_POLL_MS, undefined, { signal }).catch(() => undefined); // aborted
    }
  }

  close(): void {
    this.#unreadable.close();
    this.#oversize.close();
  }

  async #take(message: MqttMessage): Promise<void> {
    const { spool, inFlight, meter, maxMessageBytes, onSpooled } = this.#options;
    meter.received();
    const prepared = prepare(message, this.#wrapper);
    if (this.#isRedelivered(message, prepared)) {
      meter.redelivered();
      return;
    }
    if (message.payload.length > maxMessageBytes) {
      await this.#putAside(message, prepared);
      return;
    }
    const { meta, payload, unreadable } = prepared;
    if ((await spool.append(meta, payload)) === 'present') {
      meter.redelivered();
      return;
    }
    if (unreadable) {
      meter.unreadable(unreadable.reason);
      this.#unreadable.add({ topic: message.topic, ...unreadable });
    }
    const entry = spool.get(meta.id);
    if (!entry) return;
    inFlight.add(entry);
    onSpooled();
  }

  async #putAside(message: MqttMessage, { meta }: Prepared): Promise<void> {
    const { spool, oversizeFolder, maxMessageBytes, meter, onDropped } = this.#options;
    const full = await spool.lacksRoomFor(0); // it goes beside the spool: what counts is that the disk has room
    if (full) throw full;
    const file = await putAside(oversizeFolder, message, maxMessageBytes);
    meter.dropped('oversize');
    this.#oversize.add({ topic: message.topic, bytes: message.payload.length, file });
    onDropped(meta.id, 'oversize');
  }

  #isRedelivered({ topic, retain }: MqttMessage, { meta }: Prepared): boolean {
    if (meta.source === undefined) return false;
    if (this.#inDoubt.delete(meta.source)) return true;
    this.#inDoubt.clear(); // the broker is past what it delivers again
    const isKnown = this.#latest.get(topic) === meta.source;
    this.#latest.set(topic, meta.source);
    return retain && isKnown;
  }
}
