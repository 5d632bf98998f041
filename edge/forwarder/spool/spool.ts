import { messageOf, ResourceError, VedetteError } from '@vedette/core/errors';
import { Cleaner } from './cleaner.ts';
import { EntryIndex, type IndexedEntry, type SpoolEntry } from './entry-index.ts';
import { lockFolder } from './lock.ts';
import { readEntry } from './reader.ts';
import { type EntryMeta, encodeCompletion, encodeEntry, HEAD_BYTES } from './record.ts';
import { type Recovery, recover } from './recover.ts';
import { Room, type SpoolFullError } from './room.ts';
import { makeFolder } from './segment-files.ts';
import { Writer } from './writer.ts';

export interface SpoolOptions {
  readonly maxBytes: number;
  readonly reserveBytes: number;
  readonly segmentBytes: number;
}

export interface SpoolCounts {
  readonly entries: number;
  /** Of the payloads that wait. */
  readonly payloadBytes: number;
  /** Of the files, with what is done but not yet cleaned. */
  readonly diskBytes: number;
}

/** Payloads on disk, each until it is completed; survives kill -9 at any point. One process at a time. */
export class Spool {
  readonly recovery: Recovery;
  readonly #folder: string;
  readonly #index: EntryIndex;
  readonly #writer: Writer;
  readonly #cleaner: Cleaner;
  readonly #room: Room;
  readonly #unlock: () => void;
  readonly #appending = new Map<string, Promise<void>>();
  #appendingBytes = 0;
  readonly #segmentBytes: number;
  #completedBytes = 0;
  #closed: Promise<void> | undefined;
  #nextSerial: number;

  /** Opens a folder, made if it is not there. Throws ResourceError while another process has it. */
  static async open(folder: string, options: SpoolOptions): Promise<Spool> {
    const unlock = await takeFolder(folder);
    try {
      const index = new EntryIndex();
      const recovered = await recover(folder, index);
      // Segments must be small against the whole, since only whole ones give back their space.
      const segmentBytes = Math.min(options.segmentBytes, Math.floor(options.maxBytes / 8));
      const writer = new Writer({ folder, firstSegment: recovered.nextSegment, segmentBytes });
      // One segment is left for the cleaner, which writes before it deletes.
      const room = new Room({ folder, ...options, maxBytes: options.maxBytes - segmentBytes });
      const spool = new Spool({
        folder,
        index,
        writer,
        room,
        unlock,
        segmentBytes,
        recovery: recovered,
        nextSerial: recovered.nextSerial,
      });
      for (const double of recovered.doubles) spool.#writeCompletion(double);
      await spool.#cleaner.clean().catch(() => undefined); // for want of disk space, say: sending makes room
      return spool;
    } catch (error) {
      unlock();
      throw unusable(folder, error);
    }
  }

  private constructor(parts: {
    folder: string;
    index: EntryIndex;
    writer: Writer;
    room: Room;
    unlock: () => void;
    segmentBytes: number;
    recovery: Recovery;
    nextSerial: number;
  }) {
    this.#folder = parts.folder;
    this.#index = parts.index;
    this.#writer = parts.writer;
    this.#room = parts.room;
    this.#unlock = parts.unlock;
    this.#segmentBytes = parts.segmentBytes;
    this.recovery = parts.recovery;
    this.#nextSerial = parts.nextSerial;
    this.#cleaner = new Cleaner(parts.folder, parts.index, parts.writer);
  }

  /**
   * Resolves when the payload is on disk; `present` if one with this id waits already.
   * Rejects with SpoolFullError, and with the system's error where the disk fails.
   */
  async append(meta: EntryMeta, payload: Buffer): Promise<'appended' | 'present'> {
    if (this.#index.get(meta.id)) return 'present';
    const other = this.#appending.get(meta.id);
    if (other) {
      await other;
      return 'present';
    }
    const writing = this.#write(meta, payload);
    this.#appending.set(meta.id, writing);
    try {
      await writing;
      return 'appended';
    } finally {
      this.#appending.delete(meta.id);
    }
  }

  /** What waits, oldest first. */
  entries(): IterableIterator<SpoolEntry> {
    return this.#index.entries();
  }

  get(id: string): SpoolEntry | undefined {
    return this.#index.get(id);
  }

  /** A payload that waits, or undefined. Rejects with BadInputError `damaged` if the disk did not keep it. */
  async read(id: string): Promise<Buffer | undefined> {
    const entry = this.#index.get(id);
    return entry && readEntry(this.#folder, entry);
  }

  /** Forgets a payload; false if none with this id waits. It may come back after a crash, but not after `close`. */
  complete(id: string): boolean {
    const entry = this.#index.get(id);
    if (!entry) return false;
    this.#index.remove(entry);
    this.#writeCompletion(entry);
    return true;
  }

  /** Why a payload of `bytes` cannot be taken now, or undefined if it can. */
  lacksRoomFor(bytes: number): Promise<SpoolFullError | undefined> {
    return this.#room.check(this.#index.diskBytes + this.#appendingBytes, bytes);
  }

  counts(): SpoolCounts {
    const { size, payloadBytes, diskBytes } = this.#index;
    return { entries: size, payloadBytes, diskBytes };
  }

  /** Safe to call twice. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    try {
      await this.#cleaner.stop();
      await this.#writer.close();
    } finally {
      this.#unlock();
    }
  }

  async #write(meta: EntryMeta, payload: Buffer): Promise<void> {
    const full = await this.lacksRoomFor(payload.length);
    if (full) throw full;
    const serial = this.#nextSerial++;
    const { buffers, payloadCrc } = encodeEntry(serial, meta, payload);
    const recordBytes = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
    this.#appendingBytes += recordBytes;
    try {
      const { segment, position } = await this.#writer.write(buffers, true);
      const bytes = payload.length;
      this.#index.grow(segment, recordBytes);
      this.#index.insert({
        ...meta,
        serial,
        bytes,
        segment,
        position: position + recordBytes - bytes,
        payloadCrc,
        recordBytes,
      });
    } finally {
      this.#appendingBytes -= recordBytes;
    }
  }

  #writeCompletion(entry: IndexedEntry): void {
    const { serial } = entry;
    this.#writer
      .write([encodeCompletion(serial)], false)
      .then((at) => {
        this.#index.grow(at.segment, HEAD_BYTES);
        this.#index.noteCompletion(serial, at.segment, entry.segment);
        return this.#cleanNowAndThen(entry.recordBytes);
      })
      // A completion that is not on disk makes a duplicate after a restart; a segment that stays is cleaned later.
      .catch(() => undefined);
  }

  /** A look at all segments is too much for each completion. */
  async #cleanNowAndThen(completedBytes: number): Promise<void> {
    this.#completedBytes += completedBytes;
    if (this.#completedBytes < this.#segmentBytes / 16 && this.#index.size > 0) return;
    this.#completedBytes = 0;
    await this.#cleaner.clean();
  }
}

async function takeFolder(folder: string): Promise<() => void> {
  try {
    await makeFolder(folder);
    return lockFolder(folder);
  } catch (error) {
    throw unusable(folder, error);
  }
}

function unusable(folder: string, error: unknown): VedetteError {
  if (error instanceof VedetteError) return error;
  return new ResourceError(`the spool cannot use the folder ${folder}: ${messageOf(error)}`, { cause: error });
}
