import { BadInputError } from '@vedette/core/errors';
import type { EntryIndex, IndexedEntry } from './entry-index.ts';
import { readEntry } from './reader.ts';
import { encodeCompletion, encodeEntry, HEAD_BYTES } from './record.ts';
import { deleteSegment } from './segment-files.ts';
import type { Writer } from './writer.ts';

/** A segment is cleaned once at most this share of it is still needed: the disk holds at most twice what waits. */
const MAX_SHARE_NEEDED = 0.5;
/** Share of a segment that has to be done with since the last look: one at all of them is too much for each entry. */
const WORTH_A_LOOK = 1 / 16;

export interface CleanerOptions {
  readonly folder: string;
  readonly index: EntryIndex;
  readonly writer: Writer;
  readonly segmentBytes: number;
}

/** Notes what is done with, and deletes the segments that hold nothing else; what still waits in one is moved first. */
export class Cleaner {
  readonly #options: CleanerOptions;
  #forgottenBytes = 0;
  #failures = 0;
  #isWanted = false;
  #running: Promise<void> | undefined;
  #isStopped = false;

  constructor(options: CleanerOptions) {
    this.#options = options;
  }

  /** Completions that could not be written and segments that could not be cleaned. */
  get failures(): number {
    return this.#failures;
  }

  /** Writes the completion of an entry that is not in the index any more, `durable` or not. Never rejects. */
  async forget(entry: IndexedEntry, durable = false): Promise<void> {
    try {
      await this.#writeCompletion(entry.serial, () => entry.segment, durable);
    } catch {
      this.#failures += 1; // without it a restart takes the entry for waiting, unless its segment is deleted first
    }
    const { index, segmentBytes } = this.#options;
    this.#forgottenBytes += entry.recordBytes;
    if (this.#forgottenBytes < segmentBytes * WORTH_A_LOOK && index.size > 0) return;
    this.#forgottenBytes = 0;
    await this.clean();
  }

  /** Cleans what is worth it; one pass at a time. Never rejects. */
  clean(): Promise<void> {
    this.#isWanted = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  /** Ends a pass that runs at its next segment. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#isWanted) {
      this.#isWanted = false;
      await this.#pass();
    }
    this.#running = undefined;
  }

  async #pass(): Promise<void> {
    const { index, writer, segmentBytes } = this.#options;
    // When nothing waits, the segment that is written to can go as well, once that is worth a new file.
    if (index.size === 0 && index.diskBytes >= segmentBytes * WORTH_A_LOOK) await writer.seal();
    for (const segment of index.segments()) {
      if (this.#isStopped) return;
      if (segment >= writer.segment || index.shareNeeded(segment) > MAX_SHARE_NEEDED) continue;
      try {
        await this.#clean(segment);
      } catch {
        this.#failures += 1; // it stays for the next pass; those behind it may well go, and make room
      }
    }
  }

  async #clean(segment: number): Promise<void> {
    const { folder, index } = this.#options;
    if (!(await this.#empty(segment))) return;
    await deleteSegment(folder, segment);
    index.drop(segment);
  }

  /** Writes what is needed of a segment to the end of the log; false if an entry is damaged and must be settled first. */
  async #empty(segment: number): Promise<boolean> {
    const { folder, index } = this.#options;
    const entries = index.liveIn(segment);
    const payloads: Buffer[] = [];
    try {
      for (const entry of entries) payloads.push(await readEntry(folder, entry));
    } catch (error) {
      if (error instanceof BadInputError) return false;
      throw error;
    }
    const moves = entries.map((entry, i) => this.#move(entry, payloads[i]));
    const completions = index
      .completionsNeeded(segment)
      .map(({ serial, entrySegment }) => this.#writeCompletion(serial, () => entrySegment, true));
    await Promise.all([...moves, ...completions]);
    return true;
  }

  async #move(entry: IndexedEntry, payload: Buffer | undefined): Promise<void> {
    const { index, writer } = this.#options;
    const isLive = index.get(entry.id) === entry;
    if (!payload || !isLive) return; // completed while the payloads were read
    const { buffers } = encodeEntry(entry.serial, entry, payload);
    const at = await writer.write(buffers, true);
    index.grow(at.segment, entry.recordBytes);
    index.move(entry, at.segment, at.position + entry.recordBytes - entry.bytes);
  }

  /** `entrySegment` is asked once it is written: the entry may have been moved meanwhile. */
  async #writeCompletion(serial: number, entrySegment: () => number, durable: boolean): Promise<void> {
    const { index, writer } = this.#options;
    const { segment } = await writer.write([encodeCompletion(serial)], durable);
    index.grow(segment, HEAD_BYTES);
    index.noteCompletion(serial, segment, entrySegment());
  }
}
