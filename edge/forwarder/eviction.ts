import { CountedLog, type Logger } from '@vedette/core/observe';
import type { SendQueue } from './send/send-queue.ts';
import type { EntryMeta, Spool, SpoolFullError } from './spool/index.ts';

export interface EvictionOptions {
  readonly spool: Spool;
  readonly queue: SendQueue;
  readonly log: Logger;
  onEvicted(id: string): void;
}

/** Makes room in a full spool, where the policies say what is worth less than the newcomer. */
export class Eviction {
  readonly #options: EvictionOptions;
  readonly #evicted: CountedLog;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: EvictionOptions) {
    this.#options = options;
    this.#evicted = new CountedLog((line) => options.log.warn(line, 'the spool is full: the least worthy are dropped'));
  }

  /** One after another. `newcomer`: it is the least worthy itself. Rejects with `full` if no policy gives anything up. */
  makeRoom(newcomer: EntryMeta, full: SpoolFullError): Promise<'room' | 'newcomer'> {
    const made = this.#last.then(() => this.#makeRoom(newcomer, full));
    this.#last = made.catch(() => undefined);
    return made;
  }

  close(): void {
    this.#evicted.close();
  }

  async #makeRoom(newcomer: EntryMeta, full: SpoolFullError): Promise<'room' | 'newcomer'> {
    const { spool } = this.#options;
    while (await spool.lacksRoomFor(full.bytes)) {
      const outcome = this.#evict(newcomer, full.bytes);
      if (outcome === undefined) throw full;
      if (outcome === 'newcomer') return outcome;
      await spool.clean(); // space comes back in whole segments: it may take some more
    }
    return 'room';
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
