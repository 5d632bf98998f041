import type { EntryIndex, IndexedEntry, SpoolEntry } from './entry-index.ts';
import type { RecentPayloads } from './recent-payloads.ts';
import { type EntryMeta, encodeEntry } from './record.ts';
import type { Room } from './room.ts';
import type { Writer } from './writer.ts';

export interface AppendHooks {
  /** There is room for it, and it is being written: it can be read, and completed, already. */
  onTaken?(entry: SpoolEntry): void;
  /** The system has it: it outlives the process, though not yet a power cut. */
  onWritten?(entry: SpoolEntry): void;
}

export interface WriteHooks extends AppendHooks {
  /** It is written, and the index does not have it yet. */
  before?(): void;
}

export interface EntryWriterOptions {
  readonly index: EntryIndex;
  readonly writer: Writer;
  readonly room: Room;
  readonly recent: RecentPayloads;
  readonly nextSerial: number;
}

/** Writes entries where there is room, and puts them into the index. */
export class EntryWriter {
  readonly #options: EntryWriterOptions;
  #nextSerial: number;

  constructor(options: EntryWriterOptions) {
    this.#options = options;
    this.#nextSerial = options.nextSerial;
  }

  /** Resolves when the entry is on disk. Rejects with SpoolFullError, and with the system's error where the disk fails. */
  async write(meta: EntryMeta, payload: Buffer, { before, onTaken, onWritten }: WriteHooks): Promise<void> {
    const { index, writer, room, recent } = this.#options;
    const serial = this.#nextSerial++;
    const { buffers, payloadCrc } = encodeEntry(serial, meta, payload);
    const recordBytes = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
    let release = await room.reserve(recordBytes);
    let entry: IndexedEntry | undefined;
    try {
      onTaken?.({ ...meta, serial, bytes: payload.length });
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
    const { index, recent } = this.#options;
    index.grow(entry.segment, -entry.recordBytes);
    recent.delete(entry.id);
    if (index.get(entry.id) === entry) index.remove(entry);
  }
}
