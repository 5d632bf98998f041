import type { Cleaner } from './cleaner.ts';
import type { EntryIndex, IndexedEntry, SpoolEntry } from './entry-index.ts';
import { readEntry } from './reader.ts';
import type { RecentPayloads } from './recent-payloads.ts';
import { type EntryMeta, encodeEntry } from './record.ts';
import type { Recovery } from './recover.ts';
import type { Room, SpoolFullError } from './room.ts';
import type { Writer } from './writer.ts';

export interface SpoolCounts {
  readonly entries: number;
  /** Of the payloads that wait. */
  readonly payloadBytes: number;
  /** Of the files, with what is done but not yet cleaned. */
  readonly diskBytes: number;
  /** Times that the disk would not note or delete what is done with; it is deleted later, or sent once more. */
  readonly failures: number;
}

interface WriteHooks {
  before?: () => void;
  onWritten?: ((entry: SpoolEntry) => void) | undefined;
}

interface SpoolParts {
  readonly folder: string;
  readonly index: EntryIndex;
  readonly writer: Writer;
  readonly cleaner: Cleaner;
  readonly room: Room;
  readonly recent: RecentPayloads;
  readonly recovery: Recovery;
  readonly nextSerial: number;
  unlock(): void;
}

/** Payloads on disk, each until it is completed; survives kill -9 at any point. One process at a time. */
export class Spool {
  readonly #parts: SpoolParts;
  readonly #appending = new Map<string, Promise<void>>();
  #nextSerial: number;
  #closed: Promise<void> | undefined;

  constructor(parts: SpoolParts) {
    this.#parts = parts;
    this.#nextSerial = parts.nextSerial;
  }

  /** What opening it found. */
  get recovery(): Recovery {
    return this.#parts.recovery;
  }

  /**
   * Resolves when the payload is on disk; `present` if one with this id waits already. `onWritten` is called before that, as
   * soon as the entry can be read: where the disk then fails, it is gone again.
   * Rejects with SpoolFullError, and with the system's error where the disk fails.
   */
  async append(
    meta: EntryMeta,
    payload: Buffer,
    onWritten?: (entry: SpoolEntry) => void,
  ): Promise<'appended' | 'present'> {
    const other = this.#appending.get(meta.id);
    if (other) {
      await other;
      return 'present';
    }
    if (this.get(meta.id)) return 'present';
    const writing = this.#write(meta, payload, { onWritten });
    this.#appending.set(meta.id, writing);
    try {
      await writing;
      return 'appended';
    } finally {
      this.#appending.delete(meta.id);
    }
  }

  /** What waits, oldest first, but for what was replaced since it was opened. */
  entries(): IterableIterator<SpoolEntry> {
    return this.#parts.index.entries();
  }

  get(id: string): SpoolEntry | undefined {
    return this.#parts.index.get(id);
  }

  /** A payload that waits, or undefined. Rejects with BadInputError `damaged` if the disk did not keep it. */
  async read(id: string): Promise<Buffer | undefined> {
    const { folder, index, recent } = this.#parts;
    const entry = index.get(id);
    return entry && (recent.get(id) ?? readEntry(folder, entry));
  }

  /**
   * Puts another payload in the place of one that waits; false if none with this id does. Resolves when the disk has the
   * new one and the word that the old one is done with. Rejects as `append`.
   */
  async replace(meta: EntryMeta, payload: Buffer): Promise<boolean> {
    const { index, cleaner } = this.#parts;
    const old = index.get(meta.id);
    if (!old) return false;
    let isStill = false;
    const order = old.order ?? old.serial;
    await this.#write({ ...meta, order }, payload, {
      before: () => {
        isStill = index.get(meta.id) === old;
        if (isStill) index.remove(old);
      },
    });
    if (isStill) await cleaner.forget(old, true);
    else this.complete(meta.id); // it was completed while the new one was written
    return isStill;
  }

  /** Resolves when the files are as small as they can be for now. */
  async clean(): Promise<void> {
    await this.#parts.cleaner.clean();
    this.#parts.room.lookAgain();
  }

  /** Forgets a payload; false if none with this id waits. Where a crash or the disk prevents it, it may come back. */
  complete(id: string): boolean {
    const { index, cleaner, recent } = this.#parts;
    const entry = index.get(id);
    if (!entry) return false;
    index.remove(entry);
    recent.delete(id);
    void cleaner.forget(entry);
    return true;
  }

  /** Why a payload of `bytes` cannot be taken now, or undefined if it can. */
  lacksRoomFor(bytes: number): Promise<SpoolFullError | undefined> {
    return this.#parts.room.lacks(bytes);
  }

  counts(): SpoolCounts {
    const { index, cleaner } = this.#parts;
    const { size, payloadBytes, diskBytes } = index;
    return { entries: size, payloadBytes, diskBytes, failures: cleaner.failures };
  }

  /** Safe to call twice. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const { cleaner, writer, unlock } = this.#parts;
    try {
      await cleaner.stop();
      await writer.close();
    } finally {
      unlock();
    }
  }

  /** `before` is called when it is written and the index does not have it yet, `onWritten` when it does. */
  async #write(meta: EntryMeta, payload: Buffer, { before, onWritten }: WriteHooks): Promise<void> {
    const { index, writer, room, recent } = this.#parts;
    const serial = this.#nextSerial++;
    const { buffers, payloadCrc } = encodeEntry(serial, meta, payload);
    const recordBytes = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
    let release = await room.reserve(recordBytes);
    let entry: IndexedEntry | undefined;
    try {
      await writer.write(buffers, true, ({ segment, position: start }) => {
        const position = start + recordBytes - payload.length;
        entry = { ...meta, serial, bytes: payload.length, segment, position, payloadCrc, recordBytes };
        release();
        release = () => undefined;
        index.grow(segment, recordBytes);
        before?.();
        recent.set(meta.id, payload);
        index.insert(entry);
        onWritten?.(entry);
      });
    } catch (error) {
      if (entry) this.#takeBack(entry);
      throw error;
    } finally {
      release();
    }
  }

  /** It was written, and the disk did not keep it. */
  #takeBack(entry: IndexedEntry): void {
    const { index, recent } = this.#parts;
    index.grow(entry.segment, -entry.recordBytes);
    recent.delete(entry.id);
    if (index.get(entry.id) === entry) index.remove(entry);
  }
}
