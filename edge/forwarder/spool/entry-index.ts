import { type EntryMeta, HEAD_BYTES } from './record.ts';

/** A payload that waits for its receipt. */
export interface SpoolEntry extends EntryMeta {
  /** Counts up with each entry: the order they came in. */
  readonly serial: number;
  /** Length of the payload. */
  readonly bytes: number;
}

/** Where an entry lies on disk; changes when a cleaner moves it. */
export interface IndexedEntry extends SpoolEntry {
  segment: number;
  /** Of the payload's first byte. */
  position: number;
  readonly payloadCrc: number;
  /** Length of the whole record. */
  readonly recordBytes: number;
}

interface Segment {
  bytes: number;
  liveBytes: number;
  readonly live: Set<IndexedEntry>;
  /** Completions that lie here, by serial: the segment that their entry lies in. */
  readonly completions: Map<number, number>;
}

/** What waits, without the payloads, and what each segment still holds of it. */
export class EntryIndex {
  readonly #entries = new Map<string, IndexedEntry>();
  readonly #segments = new Map<number, Segment>();
  #diskBytes = 0;
  #payloadBytes = 0;

  get size(): number {
    return this.#entries.size;
  }

  /** Of the payloads that wait. */
  get payloadBytes(): number {
    return this.#payloadBytes;
  }

  /** Of all segments. */
  get diskBytes(): number {
    return this.#diskBytes;
  }

  /** Oldest first. */
  entries(): IterableIterator<IndexedEntry> {
    return this.#entries.values();
  }

  get(id: string): IndexedEntry | undefined {
    return this.#entries.get(id);
  }

  /** Bytes were written to a segment. */
  grow(segment: number, bytes: number): void {
    this.#segment(segment).bytes += bytes;
    this.#diskBytes += bytes;
  }

  insert(entry: IndexedEntry): void {
    this.#entries.set(entry.id, entry);
    this.#payloadBytes += entry.bytes;
    this.#settle(entry);
  }

  remove(entry: IndexedEntry): void {
    this.#entries.delete(entry.id);
    this.#payloadBytes -= entry.bytes;
    this.#unsettle(entry);
  }

  /** The entry lies elsewhere now; it may have been completed meanwhile. */
  move(entry: IndexedEntry, segment: number, position: number): void {
    const isLive = this.#entries.get(entry.id) === entry;
    if (isLive) this.#unsettle(entry);
    entry.segment = segment;
    entry.position = position;
    if (isLive) this.#settle(entry);
  }

  /** A completion was written to `segment`. */
  noteCompletion(serial: number, segment: number, entrySegment: number): void {
    this.#segment(segment).completions.set(serial, entrySegment);
  }

  segments(): number[] {
    return [...this.#segments.keys()];
  }

  liveIn(segment: number): IndexedEntry[] {
    return [...(this.#segments.get(segment)?.live ?? [])];
  }

  /**
   * Completions in a segment whose entries lie in others: without them a restart would take those for waiting. One whose
   * entry was moved, out of a segment that stayed after all, is not among them: at worst that entry is sent once more.
   */
  completionsNeeded(segment: number): { serial: number; entrySegment: number }[] {
    const completions = [...(this.#segments.get(segment)?.completions ?? [])];
    return completions
      .filter(([, entrySegment]) => entrySegment !== segment && this.#segments.has(entrySegment))
      .map(([serial, entrySegment]) => ({ serial, entrySegment }));
  }

  /** The share of a segment that a cleaner would have to write anew, 0..1. */
  shareNeeded(segment: number): number {
    const { bytes, liveBytes } = this.#segment(segment);
    if (liveBytes * 2 > bytes) return liveBytes / bytes;
    return (liveBytes + this.completionsNeeded(segment).length * HEAD_BYTES) / Math.max(bytes, 1);
  }

  /** The segment's file is gone. */
  drop(segment: number): void {
    this.#diskBytes -= this.#segments.get(segment)?.bytes ?? 0;
    this.#segments.delete(segment);
  }

  #segment(number: number): Segment {
    let segment = this.#segments.get(number);
    if (!segment) {
      segment = { bytes: 0, liveBytes: 0, live: new Set(), completions: new Map() };
      this.#segments.set(number, segment);
    }
    return segment;
  }

  #settle(entry: IndexedEntry): void {
    const segment = this.#segment(entry.segment);
    segment.live.add(entry);
    segment.liveBytes += entry.recordBytes;
  }

  #unsettle(entry: IndexedEntry): void {
    const segment = this.#segment(entry.segment);
    segment.live.delete(entry);
    segment.liveBytes -= entry.recordBytes;
  }
}
