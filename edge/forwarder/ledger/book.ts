import type { SightingCounts } from '@vedette/core/ledger';
import type { Place } from '@vedette/core/topics';
import type { End, Line } from './lines.ts';
import { Payloads } from './payloads.ts';
import type { Row } from './row.ts';
import { cameraName, Rows } from './rows.ts';

/** Bare images that are remembered, which have no id: about what may be delivered again when a link is lost. */
const MAX_BARE_IMAGES = 100;

/** What a bare image is known by when it is delivered again. */
export interface BareImage {
  /** MQTT packet id. */
  readonly packet: number;
  readonly sha256: string;
}

type LineOf<Word extends Line[0]> = Extract<Line, [Word, ...unknown[]]>;

/** What there is to read in the books. */
export type BookView = Pick<Book, 'open' | 'rows' | 'rowOf' | 'runningAt' | 'bareImages'>;

/** The books of a device, as the lines of its journal make them; knows no clock and no file. */
export class Book {
  #now = 0;
  readonly #rows = new Rows();
  readonly #payloads = new Payloads();
  #bareImages: BareImage[] = [];
  /** Session of the detector that reported last, by camera. */
  readonly #running = new Map<string, string>();

  /** The time that the last line was written at, in ms since the epoch, to some seconds. */
  get now(): number {
    return this.#now;
  }

  /** Number of payloads without an end. */
  get open(): number {
    return this.#payloads.open;
  }

  isOpen(id: string): boolean {
    return this.#payloads.isOpen(id);
  }

  /** How a payload ended not long ago; undefined where it waits, or is not known. */
  endOf(id: string): End | undefined {
    return this.#payloads.endOf(id);
  }

  openIds(): string[] {
    return this.#payloads.openIds();
  }

  rowOf(id: string): Row | undefined {
    return this.#payloads.rowOf(id);
  }

  rows(): IterableIterator<Row> {
    return this.#rows.values();
  }

  runningAt(place: Place): string | undefined {
    return this.#running.get(cameraName(place));
  }

  /** The last bare images that were taken in, oldest first. */
  get bareImages(): readonly BareImage[] {
    return this.#bareImages;
  }

  /** The row of a camera and minute. */
  find(place: Place, minute: string): Row | undefined {
    return this.#rows.find(place, minute);
  }

  /** The line that makes it. */
  lineFor(place: Place, minute: string): Line {
    return this.#rows.lineFor(place, minute, this.#now);
  }

  /** Takes a line in. One that speaks of what is unknown says nothing. */
  apply(line: Line): void {
    switch (line[0]) {
      case 'at':
        this.#now = line[1];
        break;
      case 'row':
        this.#rows.add(line);
        break;
      case 'in':
        this.#enter(line);
        break;
      case 'out':
        this.#touch(this.#payloads.end(line[1], { outcome: line[2], reason: line[3] }));
        break;
      case 'past':
        this.#remember(line);
        break;
      case 'returned':
        this.#touch(this.#payloads.takeBack(line[1]));
        break;
      case 'bare':
        this.#bareImages = [...this.#bareImages, { packet: line[1], sha256: line[2] }].slice(-MAX_BARE_IMAGES);
        break;
      case 'seen':
        this.#see(this.#rows.get(line[1]), line[2], line[3]);
        break;
      case 'run':
        this.#running.set(line[1], line[2]);
        break;
    }
  }

  /** Forgets what is old, and gives the lines that make the books as they are. */
  *snapshot(): Generator<Line> {
    this.#forget();
    const open = this.#payloads.openLines();
    for (const row of this.#rows.values()) {
      const { number, place, minute, changedAt, ends } = row;
      yield ['at', changedAt];
      yield ['row', number, place.site, place.device, place.camera, minute, changedAt, ends];
      for (const [session, counts] of row.seen) yield ['seen', number, session, counts];
      yield* open.get(row) ?? [];
    }
    yield* this.#payloads.pastLines();
    for (const { packet, sha256 } of this.#bareImages) yield ['bare', packet, sha256];
    for (const [camera, session] of this.#running) yield ['run', camera, session];
    yield ['at', this.#now];
  }

  #enter([, id, rowNumber, outcome, reason]: LineOf<'in'>): void {
    const row = this.#rows.get(rowNumber);
    if (row) this.#touch(this.#payloads.enter(id, row, outcome && { outcome, reason }));
  }

  #remember([, id, rowNumber, outcome, reason]: LineOf<'past'>): void {
    const row = this.#rows.get(rowNumber);
    if (row) this.#payloads.remember(id, { row, outcome, reason });
  }

  #see(row: Row | undefined, session: string, counts: SightingCounts): void {
    if (!row) return;
    row.see(session, counts);
    this.#running.set(cameraName(row.place), session);
    this.#touch(row);
  }

  /** It has changed. */
  #touch(row: Row | undefined): void {
    if (row) row.changedAt = this.#now;
  }

  #forget(): void {
    this.#rows.forgetOld(this.#now);
    this.#payloads.forgetOf(({ number }) => !this.#rows.get(number));
    const cameras = new Set(Array.from(this.#rows.values(), ({ place }) => cameraName(place)));
    for (const camera of this.#running.keys()) if (!cameras.has(camera)) this.#running.delete(camera);
  }
}
