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

interface Written {
  readonly write: Write;
  readonly at: WrittenAt;
}

export interface WriterOptions {
  readonly folder: string;
  /** Number of the first segment to create; a segment of an earlier run is never appended to. */
  readonly firstSegment: number;
  /** A segment that has reached this size is followed by another. */
  readonly segmentBytes: number;
}

/**
 * Appends records to segments. One batch is written while the one before is synced, and synced after it; what comes behind
 * gathers for the next (group commit).
 */
export class Writer {
  readonly #options: WriterOptions;
  #segment: number;
  #file: FileHandle | undefined;
  /** Of the file: what is written, and what of it is kept whatever comes. */
  #writtenBytes = 0;
  #keptBytes = 0;
  #queue: Write[] = [];
  #running: Promise<void> | undefined;
  /** The sync of the last batch; resolves with what went wrong, or undefined. */
  #syncing: Promise<unknown> = Promise.resolve();
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
      this.#running ??= this.#run();
    });
  }

  /** The next write, unless one is under way, goes to a new segment. */
  async seal(): Promise<void> {
    await this.#idle();
    const isIdle = !this.#running && this.#keptBytes === this.#writtenBytes;
    if (isIdle && this.#writtenBytes > 0) await this.#next();
  }

  /** Waits for what was asked for, and syncs it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#idle();
    try {
      await this.#file?.datasync();
    } finally {
      await this.#next();
    }
  }

  /** Resolves when what was asked for so far is done. */
  async #idle(): Promise<void> {
    await this.#running;
    if (await this.#syncing) await this.#running; // what it left is being taken back
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      if (this.#writtenBytes >= this.#options.segmentBytes && !(await this.#syncing)) await this.#next();
      const batch = this.#take();
      const written = this.#placesOf(batch);
      const error = (await this.#append(written)) ?? (await this.#syncing);
      if (error === undefined) {
        this.#syncing = this.#sync(written);
      } else {
        await this.#takeBack();
        for (const { reject } of batch) reject(error);
      }
    }
    this.#running = undefined;
  }

  /** As many writes as fit into the current segment, one at least. */
  #take(): Write[] {
    let size = this.#writtenBytes;
    const end = this.#queue.findIndex(({ bytes }) => {
      const isFull = size >= this.#options.segmentBytes;
      size += bytes;
      return isFull;
    });
    return this.#queue.splice(0, end === -1 ? this.#queue.length : end);
  }

  /** Where the writes of a batch will begin. */
  #placesOf(batch: readonly Write[]): Written[] {
    let position = this.#writtenBytes;
    return batch.map((write) => {
      const at = { segment: this.#segment, position };
      position += write.bytes;
      return { write, at };
    });
  }

  /** What went wrong, or undefined. */
  async #append(batch: readonly Written[]): Promise<unknown> {
    try {
      this.#file ??= await this.#create();
      const { bytesWritten } = await this.#file.writev(batch.flatMap(({ write }) => write.buffers));
      const bytes = bytesOf(batch);
      if (bytesWritten !== bytes) throw new Error(`only ${bytesWritten} of ${bytes} bytes were written`);
      this.#writtenBytes += bytes;
      for (const { write, at } of batch) write.onWritten?.(at);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** What went wrong, or undefined. */
  async #sync(batch: readonly Written[]): Promise<unknown> {
    try {
      if (batch.some(({ write }) => write.durable)) await this.#file?.datasync();
    } catch (error) {
      this.#running ??= this.#takeBack().then(() => this.#run());
      for (const { write } of batch) write.reject(error);
      return error;
    }
    this.#keptBytes += bytesOf(batch);
    for (const { write, at } of batch) write.resolve(at);
    return undefined;
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
    await this.#syncing;
    this.#syncing = Promise.resolve();
    const isBack = await this.#file?.truncate(this.#keptBytes).then(
      () => true,
      () => false,
    );
    this.#writtenBytes = this.#keptBytes;
    if (this.#keptBytes > 0 || !isBack) await this.#next();
  }

  async #next(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    this.#writtenBytes = 0;
    this.#keptBytes = 0;
    this.#segment += 1;
    await file?.close().catch(() => undefined); // its records are synced or were refused
  }
}

function bytesOf(batch: readonly Written[]): number {
  return batch.reduce((sum, { write }) => sum + write.bytes, 0);
}
