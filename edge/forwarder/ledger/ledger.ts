import { type CameraLedger, minuteOf } from '@vedette/core/ledger';
import type { Place } from '@vedette/core/topics';
import type { Outcome } from '../meter.ts';
import type { EntryMeta } from '../spool/index.ts';
import type { Book, BookView } from './book.ts';
import { Journal, type JournalOptions } from './journal.ts';
import type { Line } from './lines.ts';
import type { Row } from './row.ts';

/** How exactly the books know when something happened. */
const TICK_MS = 2_000;

/** What the books have to know of a payload; the camera is unknown of one that an older version spooled. */
export type Booked = Pick<EntryMeta, 'id' | 'site' | 'device' | 'camera' | 'at' | 'packet' | 'sha256'>;

/**
 * The books of what the forwarder takes in: each payload once, by camera and minute of capture, with its end.
 *
 * They close over kill -9, since the spool is asked what it holds when they are opened, and an end is in the journal before
 * the spool forgets: whatever the spool has and the books have not is taken in then, and what has its receipt is done with.
 */
export class Ledger {
  readonly #book: Book;
  readonly #journal: Journal;
  /** Counts up with each line. */
  #changes = 0;

  /** `book` is as the journal left it; `options` without the snapshot, which is the book's. */
  constructor(book: Book, options: Omit<JournalOptions, 'snapshot'>) {
    this.#book = book;
    this.#journal = new Journal({ ...options, snapshot: () => book.snapshot() });
  }

  /** It is in the spool. One that comes back after its end waits for another; the journal says so when this returns. */
  received(payload: Booked): void {
    const { id } = payload;
    if (this.#book.isOpen(id)) return;
    if (this.#book.endOf(id)) {
      this.#note(['returned', id]);
      this.#journal.flush();
    } else {
      const { packet, sha256 } = payload;
      if (packet !== undefined && sha256 !== undefined) this.#note(['bare', packet, sha256]);
      const row = this.#rowOf(payload, minuteOf(payload.at));
      this.#note(row.hasForgotten ? ['in', id, row.number, 'forgotten'] : ['in', id, row.number]);
    }
  }

  /** It has its end. When this returns, the journal says so: the spool may forget it. */
  settled(id: string, outcome: Outcome, reason?: string): void {
    if (!this.#book.isOpen(id)) return;
    this.#note(reason === undefined ? ['out', id, outcome] : ['out', id, outcome, reason]);
    this.#journal.flush();
  }

  /** It came, and was not spooled. */
  refused(payload: Booked, reason: string): void {
    if (this.#book.isOpen(payload.id)) return;
    this.received(payload);
    this.settled(payload.id, 'dropped', reason);
  }

  /** What a detector says. When this returns, the journal has it. */
  seen(place: Place, { session, minutes }: CameraLedger): void {
    for (const { minute, ...counts } of minutes) {
      this.#note(['seen', this.#rowOf(place, minute).number, session, counts]);
    }
    this.#journal.flush();
  }

  /** To be read. */
  get book(): BookView {
    return this.#book;
  }

  /** Another number than before where something has changed. */
  get changes(): number {
    return this.#changes;
  }

  /** Payloads that the spool should hold. */
  get waiting(): number {
    return this.#book.open;
  }

  close(): void {
    this.#journal.close();
  }

  #rowOf({ site, device, camera = 'unknown' }: Omit<Place, 'camera'> & Pick<Booked, 'camera'>, minute: string): Row {
    const place = { site, device, camera };
    const row = this.#book.find(place, minute);
    if (row) return row;
    this.#note(this.#book.lineFor(place, minute));
    return this.#book.find(place, minute) as Row;
  }

  #note(line: Line): void {
    const now = Date.now();
    if (Math.abs(now - this.#book.now) > TICK_MS) this.#write(['at', now]);
    this.#write(line);
  }

  #write(line: Line): void {
    this.#changes += 1;
    this.#book.apply(line);
    this.#journal.note(line);
  }
}
