import { BadInputError } from '@vedette/core/errors';
import type { EntryIndex, IndexedEntry } from './entry-index.ts';
import { readEntry } from './reader.ts';
import { encodeCompletion, encodeEntry, HEAD_BYTES } from './record.ts';
import { deleteSegment } from './segment-files.ts';
import type { Writer } from './writer.ts';

/** A segment is cleaned once at most this share of it is still needed: the disk holds at most twice what waits. */
const MAX_SHARE_NEEDED = 0.5;

/** Deletes segments that are done with; the few entries that still wait in one are moved to the end of the log first. */
export class Cleaner {
  readonly #folder: string;
  readonly #index: EntryIndex;
  readonly #writer: Writer;
  #running: Promise<void> | undefined;
  #isStopped = false;

  constructor(folder: string, index: EntryIndex, writer: Writer) {
    this.#folder = folder;
    this.#index = index;
    this.#writer = writer;
  }

  /** Cleans what is worth it; one pass at a time. */
  clean(): Promise<void> {
    this.#running ??= this.#pass().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Ends a pass that runs at its next segment. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  async #pass(): Promise<void> {
    for (const segment of this.#index.segments()) {
      if (this.#isStopped) return;
      if (segment >= this.#writer.segment || this.#index.shareNeeded(segment) > MAX_SHARE_NEEDED) continue;
      if (!(await this.#empty(segment))) continue;
      await deleteSegment(this.#folder, segment);
      this.#index.drop(segment);
    }
  }

  /** Writes what is needed of a segment to the end of the log; false if an entry is damaged and must be settled first. */
  async #empty(segment: number): Promise<boolean> {
    const entries = this.#index.liveIn(segment);
    const payloads: Buffer[] = [];
    try {
      for (const entry of entries) payloads.push(await readEntry(this.#folder, entry));
    } catch (error) {
      if (error instanceof BadInputError) return false;
      throw error;
    }
    const moves = entries.map((entry, i) => this.#move(entry, payloads[i]));
    const completions = this.#index.completionsNeeded(segment).map(async ({ serial, entrySegment }) => {
      const at = await this.#writer.write([encodeCompletion(serial)], true);
      this.#index.grow(at.segment, HEAD_BYTES);
      this.#index.noteCompletion(serial, at.segment, entrySegment);
    });
    await Promise.all([...moves, ...completions]);
    return true;
  }

  async #move(entry: IndexedEntry, payload: Buffer | undefined): Promise<void> {
    const isLive = this.#index.get(entry.id) === entry;
    if (!payload || !isLive) return; // completed while the payloads were read
    const { buffers } = encodeEntry(entry.serial, entry, payload);
    const at = await this.#writer.write(buffers, true);
    this.#index.grow(at.segment, entry.recordBytes);
    this.#index.move(entry, at.segment, at.position + entry.recordBytes - entry.bytes);
  }
}
