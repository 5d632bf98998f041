import { messageOf } from '@vedette/core/errors';
import { type DeviceLedger, parseDeviceLedger } from '@vedette/core/ledger';
import type { MqttMessage } from '@vedette/core/mqtt';
import type { CountedLog, Logger } from '@vedette/core/observe';
import type { Place, Topics } from '@vedette/core/topics';
import type { Catalog } from '@vedette/store';
import type { SinkMeter } from '../sink-meter.ts';
import { type Ended, SinkBooks } from './sink-books.ts';

const WRITE_MS = 5_000;
/** Of more, what is written down begins books anew, so that old minutes do not stay in memory. */
const MAX_ROWS = 10_000;
/** Of messages that wait for the catalog: a device says its books again in a minute. */
const MAX_WAITING_BYTES = 16 << 20;

export interface BookKeeperOptions {
  readonly catalog: Pick<Catalog, 'keepLedger'>;
  readonly topics: Topics;
  /** Where this sink is. */
  readonly home: Pick<Place, 'site' | 'device'>;
  readonly meter: SinkMeter;
  readonly log: Logger;
  /** Books that cannot be read, or are another device's than their topic. */
  readonly strange: CountedLog;
  /** 5 s unless given. */
  readonly writeMs?: number;
}

/** Brings the books of both sides into the catalog, now and then: what it does not take waits, and holds nothing up. */
export class BookKeeper {
  readonly #options: BookKeeperOptions;
  /** The last of them is counted in; those before it are full, and wait to be written down. */
  readonly #own = [new SinkBooks()];
  /** The latest that each device has said, by topic. */
  readonly #edge = new Map<string, { readonly ledger: DeviceLedger; readonly bytes: number }>();
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isFailing = false;

  constructor(options: BookKeeperOptions) {
    this.#options = options;
  }

  /** What became of a payload here; `at`: its capture time in µs since the epoch. */
  count(place: Place, at: number, ended: Ended): void {
    this.#own.at(-1)?.count(place, at, ended, Date.now());
    this.#writeSoon();
  }

  /** The books of a device, as they came from the broker. */
  take({ topic, payload }: MqttMessage): void {
    if (payload.length === 0) return; // somebody has cleared what was retained
    const { topics, meter, strange } = this.#options;
    const ledger = parseDeviceLedger(payload);
    if (!ledger || topics.deviceLedger(ledger) !== topic) {
      meter.ledger('refused');
      strange.add({ topic });
      return;
    }
    const bytes = payload.length;
    const before = this.#edge.get(topic)?.bytes ?? 0;
    if (this.#waitingBytes - before + bytes > MAX_WAITING_BYTES) {
      meter.ledger('passed over');
      return;
    }
    this.#edge.set(topic, { ledger, bytes });
    this.#waitingBytes += bytes - before;
    this.#writeSoon();
  }

  /** Writes down what is left. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#writing;
    await this.#write();
    clearTimeout(this.#timer);
  }

  #writeSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#writing = this.#writing.then(() => this.#write());
    }, this.#options.writeMs ?? WRITE_MS).unref();
  }

  async #write(): Promise<void> {
    const { log } = this.#options;
    try {
      for (const books of [...this.#own]) await this.#writeOwn(books);
      await this.#writeEdge();
      if (this.#isFailing) log.info('the books are written down again');
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) log.warn(`the books wait to be written down: ${messageOf(error)}`);
      this.#isFailing = true;
      this.#writeSoon();
    }
  }

  async #writeOwn(books: SinkBooks): Promise<void> {
    const { catalog, home } = this.#options;
    const changed = books.takeChanged(home, Date.now());
    try {
      if (changed) await catalog.keepLedger('cloud', changed.ledger, books.writer);
    } catch (error) {
      changed?.putBack();
      throw error;
    }
    if (books !== this.#own.at(-1)) this.#own.shift();
    else if (books.size > MAX_ROWS) this.#own.push(new SinkBooks());
  }

  async #writeEdge(): Promise<void> {
    const { catalog, meter } = this.#options;
    for (const [topic, waiting] of this.#edge) {
      await catalog.keepLedger('edge', waiting.ledger);
      meter.ledger('kept');
      if (this.#edge.get(topic) !== waiting) continue; // there are newer ones
      this.#edge.delete(topic);
      this.#waitingBytes -= waiting.bytes;
    }
  }
}
