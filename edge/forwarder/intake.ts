import { randomUUID } from 'node:crypto';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { MqttMessage } from '@vedette/core/mqtt';
import { CountedLog, type Logger } from '@vedette/core/observe';
import type { Topics } from '@vedette/core/topics';
import { BareImages } from './bare-images.ts';
import type { Eviction } from './eviction.ts';
import type { Ledger } from './ledger/index.ts';
import type { ForwarderMeter } from './meter.ts';
import type { Oversize } from './oversize.ts';
import { describePayload, type Home, type Prepared, prepare, type Wrapper } from './prepare.ts';
import { capturedAt } from './send/captured-at.ts';
import type { SendQueue } from './send/send-queue.ts';
import { type EntryMeta, type Spool, type SpoolEntry, SpoolFullError } from './spool/index.ts';

/** How often a full spool is looked at again. */
const FULL_POLL_MS = 250;

export interface IntakeOptions {
  readonly spool: Spool;
  readonly home: Home;
  readonly topics: Topics;
  readonly deadLetterTopic: string;
  readonly maxMessageBytes: number;
  /** Where messages beyond that go. */
  readonly oversize: Oversize;
  readonly ledger: Ledger;
  readonly meter: ForwarderMeter;
  readonly log: Logger;
  readonly queue: SendQueue;
  /** The way into the spool. */
  readonly eviction: Eviction;
  onSpooled(): void;
  onDropped(id: string, reason: string): void;
}

/** Brings each message of a shot topic onto the disk, once. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #wrapper: Wrapper;
  readonly #bareImages: BareImages;
  readonly #unreadable: CountedLog;
  readonly #dropped: CountedLog;
  #full: SpoolFullError | undefined;
  /** A message of this link was refused: those behind it are too, or they would be taken now and again later. */
  #isRefusing = false;
  /** Resolves when no message that came so far is in work. */
  #inWork: Promise<unknown> = Promise.resolve();

  constructor(options: IntakeOptions) {
    this.#options = options;
    const { home, topics, deadLetterTopic, log, ledger } = options;
    let seq = 0;
    this.#wrapper = { home, topics, deadLetterTopic, session: randomUUID(), nextSeq: () => seq++ };
    this.#unreadable = new CountedLog((line) => log.warn(line, 'neither a shot nor an image'));
    this.#dropped = new CountedLog((line) => log.warn(line, 'a message is not sent'));
    this.#bareImages = new BareImages(ledger.book.bareImages);
  }

  /** Why nothing is taken in, or undefined. */
  get blocked(): string | undefined {
    return this.#full?.message;
  }

  /** A new link to the edge broker is about to be opened: it begins with what the last one did not acknowledge. */
  renew(): void {
    this.#isRefusing = false;
  }

  /** Resolves when the message is on disk, rejects if it cannot be now: the link must then be given up. */
  async take(message: MqttMessage): Promise<void> {
    const before = this.#inWork;
    const taken = this.#isRefusing ? Promise.reject(new Error('a message before it was refused')) : this.#take(message);
    this.#inWork = Promise.allSettled([before, taken]);
    try {
      await taken;
    } catch (error) {
      this.#isRefusing = true;
      if (error instanceof SpoolFullError) this.#full = error;
      await before;
      await setImmediate(); // lets the PUBACKs of those before it out, which go down with the link otherwise
      throw error;
    }
  }

  /**
   * Waits until what the last link brought has its end, so that it is known when it comes again, and until the spool has
   * room for what it refused. Meanwhile the broker's own queue holds what comes.
   */
  async untilRoom(signal: AbortSignal): Promise<void> {
    await this.#inWork;
    while (this.#full && !signal.aborted) {
      const isStill = await this.#options.spool.lacksRoomFor(this.#full.bytes);
      if (!isStill) this.#full = undefined;
      else await sleep(FULL_POLL_MS, undefined, { signal }).catch(() => undefined); // aborted
    }
  }

  close(): void {
    this.#unreadable.close();
    this.#dropped.close();
  }

  async #take(message: MqttMessage): Promise<void> {
    const { queue, ledger, meter, eviction, maxMessageBytes, onSpooled } = this.#options;
    meter.count('received');
    if (message.payload.length > maxMessageBytes) return this.#putAside(message);
    const prepared = prepare(message, this.#wrapper);
    const { meta, payload, isWrapped, unreadable } = prepared;
    if (isWrapped && this.#bareImages.isKnown(message, meta.sha256)) {
      meter.count('redelivered');
      return;
    }
    const take = (entry: SpoolEntry) => {
      if (unreadable) this.#noteUnreadable(message, unreadable);
      ledger.received(meta);
      queue.add(entry, capturedAt(entry, performance.now()));
      onSpooled();
    };
    // It is sent while the disk is still at it: a receipt that comes first just ends it. Only its PUBACK waits, and whatever
    // a kill takes comes again under its id. What was given its id here would come under another: it waits to be written.
    const outcome = await eviction.append(meta, payload, isWrapped ? { onWritten: take } : { onTaken: take });
    if (outcome === 'appended' && isWrapped) this.#bareImages.remember(message, meta.sha256);
    if (outcome === 'present') this.#meetAgain(message, prepared);
    if (outcome === 'dropped') this.#refuse(meta, 'spool-full', { bytes: payload.length });
  }

  #noteUnreadable({ topic }: MqttMessage, unreadable: NonNullable<Prepared['unreadable']>): void {
    this.#options.meter.count('unreadable', unreadable.reason);
    this.#unreadable.add({ topic, ...unreadable });
  }

  /** A payload under an id that waits: the same once more, or another under a false name. */
  #meetAgain({ topic }: MqttMessage, { meta }: Prepared): void {
    const { spool, ledger, meter } = this.#options;
    const { id, sha256 } = meta;
    const known = spool.get(id)?.sha256 ?? sha256;
    if (known === sha256) {
      meter.count('redelivered');
      return;
    }
    meter.count('dropped', 'id-taken'); // and that is all: what waits under this id has its end still before it
    ledger.refused({ ...meta, id: `${id}/${sha256}` }, 'id-taken');
    this.#dropped.add({ reason: 'another shot with its id waits', topic, id, sha256, known });
  }

  async #putAside(message: MqttMessage): Promise<void> {
    const { spool, oversize } = this.#options;
    const full = await spool.lacksRoomFor(0); // it goes beside the spool: what counts is that the disk has room
    if (full) throw full;
    const file = await oversize.keep(message);
    const reason = file ? 'oversize' : 'oversize-full';
    this.#refuse(describePayload(message, this.#wrapper), reason, { bytes: message.payload.length, file });
  }

  /** It was taken in and is not spooled. */
  #refuse(meta: EntryMeta, reason: string, details: object): void {
    const { ledger, meter, onDropped } = this.#options;
    meter.count('dropped', reason);
    this.#dropped.add({ reason, topic: meta.topic, id: meta.id, ...details });
    ledger.refused(meta, reason);
    onDropped(meta.id, reason);
  }
}
