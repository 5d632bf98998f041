import type { SightingCounts } from '@vedette/core/ledger';
import type { Place } from '@vedette/core/topics';
import type { End, FormerEnd, Line } from './lines.ts';
import { RecentEnds } from './recent-ends.ts';
import type { Row } from './row.ts';
import { cameraName, Rows } from './rows.ts';

/** Bare images that are remembered, which have no id: about what may be delivered again when a link is lost. */
const MAX_BARE_IMAGES = 100;

interface Waiting {
  readonly row: Row;
  /** The end that it had before it came back. */
  readonly before?: FormerEnd | undefined;
}

/** What a bare image is known by when it is delivered again. */
export interface BareImage {
  /** MQTT packet id. */
  readonly packet: number;
  readonly sha256: string;
}

/** What there is to read in the books. */
export type BookView = Pick<Book, 'open' | 'rows' | 'rowOf' | 'runningAt' | 'bareImages'>;

/** The books of a device, as the lines of its journal make them; knows no clock and no file. */
export class Book {
  #now = 0;
  readonly #rows = new Rows();
  /** Payloads without an end, by id. */
  readonly #open = new Map<string, Waiting>();
  /** The last payloads that have one, by id. */
  readonly #past = new RecentEnds();
  #bareImages: BareImage[] = [];
  /** Session of the detector that reported last, by camera. */
  readonly #running = new Map<string, string>();

  /** The time that the last line was written at, in ms since the epoch, to some seconds. */
  get now(): number {
    return this.#now;
  }

  /** Number of payloads without an end. */
  get open(): number {
    return this.#open.size;
  }

  isOpen(id: string): boolean {
    return this.#open.has(id);
  }

  /** How a payload ended not long ago; undefined where it waits, or is not known. */
  endOf(id: string): End | undefined {
    return this.#past.get(id);
  }

  openIds(): string[] {
    return [...this.#open.keys()];
  }

  rowOf(id: string): Row | undefined {
    return this.#open.get(id)?.row;
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
        this.#in(line[1], this.#rows.get(line[2]), line[3] && { outcome: line[3], reason: line[4] });
        break;
      case 'out':
        this.#out(line[1], { outcome: line[2], reason: line[3] });
        break;
      case 'past':
        this.#remember(line[1], this.#rows.get(line[2]), { outcome: line[3], reason: line[4] });
        break;
      case 'returned':
        this.#return(line[1]);
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
    const open = new Map<Row, Line[]>(Array.from(this.#rows.values(), (row) => [row, []]));
    for (const [id, { row, before }] of this.#open) {
      open.get(row)?.push(before ? ['in', id, row.number, ...wordsOf(before)] : ['in', id, row.number]);
    }
    for (const row of this.#rows.values()) {
      const { number, place, minute, changedAt, ends } = row;
      yield ['at', changedAt];
      yield ['row', number, place.site, place.device, place.camera, minute, changedAt, ends];
      for (const [session, counts] of row.seen) yield ['seen', number, session, counts];
      yield* open.get(row) ?? [];
    }
    for (const [id, { row, ...end }] of this.#past) yield ['past', id, row.number, ...wordsOf(end)];
    for (const { packet, sha256 } of this.#bareImages) yield ['bare', packet, sha256];
    for (const [camera, session] of this.#running) yield ['run', camera, session];
    yield ['at', this.#now];
  }

  #in(id: string, row: Row | undefined, before: FormerEnd | undefined): void {
    if (!row || this.isOpen(id)) return;
    this.#open.set(id, { row, before });
    row.waiting += 1;
    this.#touch(row);
  }

  #out(id: string, end: End): void {
    const waiting = this.#open.get(id);
    if (!waiting) return;
    const { row, before } = waiting;
    const lasting = before && isInBucket(before) ? before : end;
    this.#open.delete(id);
    row.end(lasting, before?.outcome === 'forgotten');
    this.#past.add(id, { ...lasting, row });
    this.#touch(row);
  }

  #return(id: string): void {
    const ended = this.#past.get(id);
    if (!ended) return;
    const { row, ...before } = ended;
    this.#past.delete(id);
    this.#open.set(id, { row, before });
    row.takeBack(before);
    this.#touch(row);
  }

  #remember(id: string, row: Row | undefined, end: End): void {
    if (row) this.#past.add(id, { ...end, row });
  }

  #see(row: Row | undefined, session: string, counts: SightingCounts): void {
    if (!row) return;
    row.see(session, counts);
    this.#running.set(cameraName(row.place), session);
    this.#touch(row);
  }

  #touch(row: Row): void {
    row.changedAt = this.#now;
  }

  #forget(): void {
    this.#rows.forgetOld(this.#now);
    this.#past.deleteOf(({ number }) => !this.#rows.get(number));
    const cameras = new Set(Array.from(this.#rows.values(), ({ place }) => cameraName(place)));
    for (const camera of this.#running.keys()) if (!cameras.has(camera)) this.#running.delete(camera);
  }
}

/** What a later receipt, or its loss, says of such a payload is no news. */
function isInBucket(end: FormerEnd): end is End {
  return end.outcome === 'stored' || end.outcome === 'duplicate';
}

/** As a line ends with it. */
function wordsOf<T extends FormerEnd>({ outcome, reason }: T): [T['outcome']] | [T['outcome'], string] {
  return reason === undefined ? [outcome] : [outcome, reason];
}
