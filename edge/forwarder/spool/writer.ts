import { type FileHandle, open } from 'node:fs/promises';
import { segmentFile, syncFolder } from './segment-files.ts';

/** Where a record was written. */
export interface WrittenAt {
  readonly segment: number;
  /** Of the record's first byte. */
  readonly position: number;
}

interface Write {
  readonly buffers: readonly Buffer[];
  readonly bytes: number;
  readonly durable: boolean;
  onWritten?(at: WrittenAt): void;
  resolve(at: WrittenAt): void;
  reject(error: unknown): void;
}

/** What need not be durable waits so long to be written with what does: a write of its own costs more than a record. */
const GATHER_MS = 200;

export interface WriterOptions {
  readonly folder: string;
  /** Number of the first segment to create; a segment of an earlier run is never appended to. */
  readonly firstSegment: number;
  /** A segment that has reached this size is followed by another. */
  readonly segmentBytes: number;
}

/** Appends records to segments. Writes that come while a sync runs share the next one (group commit). */
export class Writer {
  readonly #options: WriterOptions;
  #segment: number;
  #size = 0;
  #file: FileHandle | undefined;
  #queue: Write[] = [];
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#segment = options.firstSegment;
  }

  /** The segment that is written to, or will be next; those before it do not change any more. */
  get segment(): number {
    return this.#segment;
  }

  /**
   * Writes go to disk in the order of the calls. Resolves when written, and if `durable`, when synced; `onWritten` is called
   * before the sync, and so may be for what then fails.
   */
  write(buffers: readonly Buffer[], durable: boolean, onWritten?: (at: WrittenAt) => void): Promise<WrittenAt> {
    if (this.#isClosed) return Promise.reject(new Error('the spool is closed'));
    const bytes = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
    return new Promise((resolve, reject) => {
      this.#queue.push({ buffers, bytes, durable, ...(onWritten && { onWritten }), resolve, reject });
      if (durable) this.#start();
      else this.#timer ??= setTimeout(() => this.#start(), GATHER_MS);
    });
  }

  /** The next write, unless one is under way, goes to a new segment. */
  async seal(): Promise<void> {
    await this.#running;
    if (!this.#running && this.#size > 0) await this.#next();
  }

  /** Waits for what was asked for, and syncs it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#start();
    await this.#running;
    try {
      await this.#file?.datasync();
    } finally {
      await this.#next();
    }
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#queue.length > 0) this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      if (this.#size >= this.#options.segmentBytes) await this.#next();
      const batch = this.#take();
      try {
        await this.#commit(batch);
      } catch (error) {
        await this.#takeBack();
        for (const write of batch) write.reject(error);
      }
    }
    this.#running = undefined;
  }

  /** As many writes as fit into the current segment, one at least. */
  #take(): Write[] {
    let size = this.#size;
    const end = this.#queue.findIndex(({ bytes }) => {
      const isFull = size >= this.#options.segmentBytes;
      size += bytes;
      return isFull;
    });
    return this.#queue.splice(0, end === -1 ? this.#queue.length : end);
  }

  async #commit(batch: readonly Write[]): Promise<void> {
    this.#file ??= await this.#create();
    const bytes = batch.reduce((sum, write) => sum + write.bytes, 0);
    const { bytesWritten } = await this.#file.writev(batch.flatMap((write) => write.buffers));
    if (bytesWritten !== bytes) throw new Error(`only ${bytesWritten} of ${bytes} bytes were written`);
    const places = this.#placesOf(batch);
    for (const { write, at } of places) write.onWritten?.(at);
    if (batch.some((write) => write.durable)) await this.#file.datasync();
    this.#size += bytes;
    for (const { write, at } of places) write.resolve(at);
  }

  /** Where the writes of a batch begin. */
  #placesOf(batch: readonly Write[]): { readonly write: Write; readonly at: WrittenAt }[] {
    let position = this.#size;
    return batch.map((write) => {
      const at = { segment: this.#segment, position };
      position += write.bytes;
      return { write, at };
    });
  }

  async #create(): Promise<FileHandle> {
    const { folder } = this.#options;
    const file = await open(segmentFile(folder, this.#segment), 'ax');
    await syncFolder(folder);
    return file;
  }

  /**
   * What a failed write left would come back as if it had been taken. Nothing is put behind it, since what a failed
   * sync did is unknown; but an empty file is used again, or a full disk would get one for each try.
   */
  async #takeBack(): Promise<void> {
    const isBack = await this.#file?.truncate(this.#size).then(
      () => true,
      () => false,
    );
    if (this.#size > 0 || !isBack) await this.#next();
  }

  async #next(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    this.#size = 0;
    this.#segment += 1;
    await file?.close().catch(() => undefined); // its records are synced or were refused
  }
}
