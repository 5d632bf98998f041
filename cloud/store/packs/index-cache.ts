import type { Bucket } from '../bucket/bucket.ts';
import { type IndexRead, readIndex } from './read-index.ts';

/** Of the JSON of all indexes that are held; what is parsed takes a few times as much. */
const MAX_BYTES = 4 * 1_024 * 1_024;
/** An index changes only where something is erased, by any process. */
const BELIEVED_MS = 10_000;

interface Held {
  readonly read: Promise<IndexRead | undefined>;
  readonly since: number;
  bytes: number;
}

/** The indexes of the packs that were asked for last. */
export class IndexCache {
  readonly #bucket: Pick<Bucket, 'get'>;
  /** In the order of their last use. */
  readonly #held = new Map<string, Held>();
  #bytes = 0;

  constructor(bucket: Pick<Bucket, 'get'>) {
    this.#bucket = bucket;
  }

  /** As `readIndex` gives it. What is no pack now is looked at again when it is asked for. */
  async get(pack: string): Promise<IndexRead | undefined> {
    const held = this.#held.get(pack);
    if (held && performance.now() - held.since < BELIEVED_MS) {
      this.#held.delete(pack);
      this.#held.set(pack, held);
      return held.read;
    }
    return this.#read(pack);
  }

  forget(pack: string): void {
    this.#bytes -= this.#held.get(pack)?.bytes ?? 0;
    this.#held.delete(pack);
  }

  async #read(pack: string): Promise<IndexRead | undefined> {
    this.forget(pack);
    const held: Held = { read: readIndex(this.#bucket, pack), since: performance.now(), bytes: 0 };
    this.#held.set(pack, held);
    const read = await held.read.catch((error) => {
      this.#drop(pack, held);
      throw error;
    });
    if (!read) this.#drop(pack, held);
    else if (this.#held.get(pack) === held) this.#weigh(held, read.end);
    return read;
  }

  #drop(pack: string, held: Held): void {
    if (this.#held.get(pack) === held) this.forget(pack);
  }

  #weigh(held: Held, bytes: number): void {
    held.bytes = bytes;
    this.#bytes += bytes;
    for (const [oldest] of this.#held) {
      if (this.#bytes <= MAX_BYTES || this.#held.size === 1) return;
      this.forget(oldest);
    }
  }
}
