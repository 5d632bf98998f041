import { CountedLog, type Logger } from '@vedette/core/observe';
import type { SendQueue } from './send/send-queue.ts';
import { type EntryMeta, type Spool, SpoolFullError } from './spool/index.ts';

export interface EvictionOptions {
  readonly spool: Spool;
  readonly queue: SendQueue;
  readonly log: Logger;
  onEvicted(id: string): void;
}

/** The way into the spool: where it is full, what the policies say is worth less than the newcomer makes room. */
export class Eviction {
  readonly #options: EvictionOptions;
  readonly #evicted: CountedLog;
  #last: Promise<unknown> = Promise.resolve();
  #queued = 0;

  constructor(options: EvictionOptions) {
    this.#options = options;
    this.#evicted = new CountedLog((line) => options.log.warn(line, 'the spool is full: the least worthy are dropped'));
  }

  /**
   * Appends to the spool, with its hooks. `dropped`: it is full, and the newcomer itself is the least worthy. Rejects
   * with SpoolFullError if no policy gives anything up, or it is the disk that is full, and as the spool does.
   */
  async append(...newcomer: Parameters<Spool['append']>): Promise<'appended' | 'present' | 'dropped'> {
    if (this.#queued === 0) {
      const outcome = await this.#options.spool.append(...newcomer).catch(unlessFull);
      if (!(outcome instanceof SpoolFullError)) return outcome;
    }
    return this.#inTurn(() => this.#appendToFull(newcomer));
  }

  close(): void {
    this.#evicted.close();
  }

  /** One after another, or some would take the room that was made for others. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#queued += 1;
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    try {
      return await done;
    } finally {
      this.#queued -= 1;
    }
  }

  async #appendToFull(newcomer: Parameters<Spool['append']>): Promise<'appended' | 'present' | 'dropped'> {
    const { spool } = this.#options;
    for (;;) {
      const outcome = await spool.append(...newcomer).catch(unlessFull);
      if (!(outcome instanceof SpoolFullError)) return outcome;
      const evicted = outcome.bound === 'spool' ? this.#evict(newcomer[0], outcome.bytes) : undefined;
      if (evicted === undefined) throw outcome;
      if (evicted === 'newcomer') return 'dropped';
      await spool.clean(); // space comes back in whole segments: it may take some more
    }
  }

  /** Gives up to `bytes` up. What stopped it, if it gave nothing up at all. */
  #evict(newcomer: EntryMeta, bytes: number): 'evicted' | 'newcomer' | undefined {
    const { queue, onEvicted } = this.#options;
    let left = bytes;
    while (left > 0) {
      const victim = queue.victim(newcomer);
      if (typeof victim !== 'object') return left < bytes ? 'evicted' : victim;
      left -= victim.bytes;
      onEvicted(victim.id);
      this.#evicted.add({ id: victim.id, reason: 'spool-full' });
    }
    return 'evicted';
  }
}

function unlessFull(error: unknown): SpoolFullError {
  if (error instanceof SpoolFullError) return error;
  throw error;
}
