import { statfs } from 'node:fs/promises';
import { messageOf, ResourceError } from '@vedette/core/errors';
import type { Logger } from '@vedette/core/observe';
import { type BatchOperation, ClassicLevel } from 'classic-level';
import { GroupedWrites } from './grouped-writes.ts';
import type { Range } from './stored-keys.ts';

type Level = ClassicLevel<string, Buffer>;
type Operation = BatchOperation<Level, string, Buffer>;

/** Gathered, and then written together. */
interface Deletions {
  del(key: string): void;
  write(): Promise<void>;
}

/** How often a store that failed is looked after. */
const MEND_MS = 1_000;
/** What LevelDB writes when it is opened: the log of up to 4 MB as a table, and what it merges that with. */
const MEND_BYTES = 16 << 20;

/**
 * A LevelDB that heals. After a write that failed, LevelDB may take others, and when it is opened again finds its log
 * broken at the failed one and forgets what came behind; or it takes none, even when there is room again. So nothing is
 * stored from the first failure on until it has been opened anew, which is done here as soon as the disk has room. It can
 * be read all the while.
 */
export class LevelStore {
  readonly #folder: string;
  readonly #log: Logger;
  readonly #level: Level;
  readonly #writes = new GroupedWrites<Operation>((operations) => this.#write(() => this.#level.batch(operations)));
  #fault: string | undefined;
  #readers = 0;
  #mending: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(folder: string, log: Logger) {
    this.#folder = folder;
    this.#log = log;
    this.#level = new ClassicLevel<string, Buffer>(folder, { valueEncoding: 'buffer' });
  }

  /** Why nothing can be stored, undefined while it can. */
  get fault(): string | undefined {
    return this.#fault;
  }

  open(): Promise<void> {
    return this.#level.open();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopTimer();
    await this.#mending;
    await this.#writes.settled();
    await this.#level.close();
  }

  async get(key: string): Promise<Buffer | undefined> {
    await this.#mending;
    return this.#level.get(key);
  }

  async put(key: string, value: Buffer): Promise<void> {
    await this.#store([{ type: 'put', key, value }]);
  }

  /** To delete what then comes back does no harm: unlike a put, it is tried in any case. */
  async del(key: string): Promise<void> {
    await this.#writes.add([{ type: 'del', key }]);
  }

  /**
   * Deletes them with what is written next, or soon; before anything is read. Where the disk fails it is tried again, and
   * what a kill prevents comes back.
   */
  forget(keys: readonly string[]): void {
    this.#writes.addLater(keys.map((key) => ({ type: 'del', key })));
  }

  async clear(range: Range): Promise<void> {
    await this.#write(() => this.#level.clear(range));
  }

  batch(): Deletions;
  batch(operations: Operation[]): Promise<void>;
  batch(operations?: Operation[]): Deletions | Promise<void> {
    if (operations) return this.#store(operations);
    const deletions: Operation[] = [];
    return {
      del: (key) => void deletions.push({ type: 'del', key }),
      write: () => this.#writes.add(deletions),
    };
  }

  values(range: Range): AsyncGenerator<Buffer> {
    return this.#reading(() => this.#level.values(range));
  }

  entries(range: Range): AsyncGenerator<[key: string, value: Buffer]> {
    return this.#reading(() => this.#level.iterator(range));
  }

  /** What came to be written before is read as well. */
  async *#reading<T>(open: () => AsyncIterable<T>): AsyncGenerator<T> {
    await this.#mending;
    this.#readers += 1;
    try {
      await this.#writes.settled();
      yield* open();
    } finally {
      this.#readers -= 1;
    }
  }

  async #store(operations: Operation[]): Promise<void> {
    await this.#mending;
    this.#refuseIfFailed();
    await this.#writes.add(operations);
    this.#refuseIfFailed(); // it may lie behind another one that failed meanwhile
  }

  async #write(write: () => Promise<void>): Promise<void> {
    await this.#mending;
    try {
      await write();
    } catch (error) {
      this.#fails(messageOf(error));
      throw error;
    }
  }

  #refuseIfFailed(): void {
    if (this.#fault !== undefined) throw new ResourceError(this.#fault);
  }

  #fails(reason: string): void {
    if (this.#fault !== undefined) return; // of several writes at once
    if (this.#isClosed) return; // aedes writes on for a moment when it has ended
    this.#log.error({ reason }, 'nothing can be stored until the disk has room');
    this.#fault = `nothing can be stored in ${this.#folder}: ${reason}`;
    this.#timer ??= setInterval(() => void this.#mendIfPossible(), MEND_MS);
  }

  async #mendIfPossible(): Promise<void> {
    const hasRoom = (await freeBytes(this.#folder)) >= MEND_BYTES;
    // Whoever reads holds the database open; a client that is slow to take its messages is waited for.
    if (!hasRoom || !this.#timer || this.#mending || this.#readers > 0) return;
    this.#mending = this.#mend();
    await this.#mending;
    this.#mending = undefined;
  }

  async #mend(): Promise<void> {
    try {
      await this.#level.close();
      await this.#level.open();
    } catch (error) {
      this.#fault = `nothing can be stored in ${this.#folder}: ${messageOf(error)}`;
      return;
    }
    this.#stopTimer();
    this.#fault = undefined;
    this.#log.info('messages can be stored again');
  }

  #stopTimer(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** On the disk of a folder; none where it cannot be told. */
async function freeBytes(folder: string): Promise<number> {
  const disk = await statfs(folder).catch(() => undefined);
  return disk ? disk.bavail * disk.bsize : 0;
}
