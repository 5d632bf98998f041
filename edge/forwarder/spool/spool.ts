import { Arrivals } from './arrivals.ts';
import type { Cleaner } from './cleaner.ts';
import type { EntryIndex, SpoolEntry } from './entry-index.ts';
import type { AppendHooks, EntryWriter } from './entry-writer.ts';
import { readEntry } from './reader.ts';
import type { RecentPayloads } from './recent-payloads.ts';
import type { EntryMeta } from './record.ts';
import type { Recovery } from './recover.ts';
import type { Room, SpoolFullError } from './room.ts';
import type { Writer } from './writer.ts';

export interface SpoolCounts {
  /** Payloads that wait, those that are being written among them. */
  readonly entries: number;
  /** Of the payloads that wait. */
  readonly payloadBytes: number;
  /** Of the files, with what is done but not yet cleaned. */
  readonly diskBytes: number;
  /** Times that the disk would not note or delete what is done with; it is deleted later, or sent once more. */
  readonly failures: number;
}

interface SpoolParts {
  readonly folder: string;
  readonly index: EntryIndex;
  readonly writer: Writer;
  readonly entryWriter: EntryWriter;
  readonly cleaner: Cleaner;
  readonly room: Room;
  readonly recent: RecentPayloads;
  readonly recovery: Recovery;
  unlock(): void;
}

/** Payloads on disk, each until it is completed; survives kill -9 at any point. One process at a time. */
export class Spool {
  readonly #parts: SpoolParts;
  readonly #appending = new Map<string, Promise<void>>();
  readonly #arrivals = new Arrivals();
  #closed: Promise<void> | undefined;

  constructor(parts: SpoolParts) {
    this.#parts = parts;
  }

  /** What opening it found. */
  get recovery(): Recovery {
    return this.#parts.recovery;
  }

  /**
   * Resolves when the payload is on disk; `present` if one with this id waits already. The hooks are called before that:
   * where the disk then fails, the entry is gone again.
   * Rejects with SpoolFullError, and with the system's error where the disk fails.
   */
  async append(meta: EntryMeta, payload: Buffer, hooks: AppendHooks = {}): Promise<'appended' | 'present'> {
    const other = this.#appending.get(meta.id);
    if (other) {
      await other;
      return 'present';
    }
    if (this.get(meta.id)) return 'present';
    const writing = this.#arrive(meta, payload, hooks);
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
    return this.#parts.index.get(id) ?? this.#arrivals.get(id);
  }

  /** A payload that waits, or undefined. Rejects with BadInputError `damaged` if the disk did not keep it. */
  async read(id: string): Promise<Buffer | undefined> {
    const { folder, index, recent } = this.#parts;
    const entry = index.get(id);
    return entry ? (recent.get(id) ?? readEntry(folder, entry)) : this.#arrivals.payloadOf(id);
  }

  /**
   * Puts another payload in the place of one that waits; false if none with this id does. Resolves when the disk has the
   * new one and the word that the old one is done with. Rejects as `append`.
   */
  async replace(meta: EntryMeta, payload: Buffer): Promise<boolean> {
    const { index, cleaner, entryWriter } = this.#parts;
    await this.#appending.get(meta.id)?.catch(() => undefined); // whoever appends it is told
    const old = index.get(meta.id);
    if (!old) return false;
    let isStill = false;
    const order = old.order ?? old.serial;
    await entryWriter.write({ ...meta, order }, payload, {
      before() {
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
    if (!entry) return this.#arrivals.complete(id);
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
    const arriving = [...this.#arrivals.waiting()];
    return {
      entries: index.size + arriving.length,
      payloadBytes: arriving.reduce((sum, { bytes }) => sum + bytes, index.payloadBytes),
      diskBytes: index.diskBytes,
      failures: cleaner.failures,
    };
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

  async #arrive(meta: EntryMeta, payload: Buffer, { onTaken, onWritten }: AppendHooks): Promise<void> {
    const arrivals = this.#arrivals;
    try {
      await this.#parts.entryWriter.write(meta, payload, {
        onTaken(entry) {
          arrivals.begin(entry, payload);
          onTaken?.(entry);
        },
        onWritten: (entry) => {
          onWritten?.(entry);
          if (arrivals.end(meta.id)) this.complete(meta.id);
        },
      });
    } finally {
      arrivals.end(meta.id);
    }
  }
}
