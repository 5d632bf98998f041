import { basename } from 'node:path/posix';
import type { Shot } from '@vedette/core/message';
import type { Logger } from '@vedette/core/observe';
import {
  type Bucket,
  type Catalog,
  isPackKey,
  type KeyTemplate,
  PackStore,
  type Placed,
  packedKey,
} from '@vedette/store';
import { findShot } from '../find-shot.ts';
import type { Kept, ShotKeeper } from '../shot-keeper.ts';
import { AloneKeeper } from './alone-keeper.ts';
import { type Collected, Collector } from './collector.ts';
import type { PacksConfig } from './config.ts';
import { Gate } from './gate.ts';
import { heldByAnother, keepPlaced } from './keep-placed.ts';
import { WaitingShot } from './waiting-shot.ts';

export interface PackKeeperOptions extends PacksConfig {
  readonly bucket: Bucket;
  readonly catalog: Pick<Catalog, 'claims' | 'remove'>;
  readonly template: KeyTemplate;
  /** As that of `AloneKeeper`. */
  readonly concurrency?: number;
  readonly log: Pick<Logger, 'warn'>;
  /** As that of `PackStore`. */
  readonly leaseMs?: number;
}

/** Packs in the making take twice their bytes. */
const PACKS_OPEN = 2;
const PACKS_IN_THE_MAKING = 4;

/** A pack may be so much later than it is due; to look with each shot costs more. */
const LOOK_MS = 50;

/** Bytes that are in work at once with such packs: of open ones, and of those that are on their way. */
export function bytesInWork({ maxBytes }: PacksConfig): number {
  return (PACKS_OPEN + PACKS_IN_THE_MAKING) * maxBytes;
}

/** Keeps shots in packs: those of one hour whose keys differ in the last segment only, together. */
export class PackKeeper implements ShotKeeper {
  readonly #options: PackKeeperOptions;
  readonly #store: PackStore;
  readonly #collector: Collector<WaitingShot>;
  /** By their bytes. */
  readonly #packs: Gate;
  readonly #alone: AloneKeeper;
  /** By the shots' ids. */
  readonly #inHand = new Map<string, Promise<unknown>>();
  #timer: NodeJS.Timeout | undefined;
  readonly #closing = new AbortController();

  constructor(options: PackKeeperOptions) {
    const { maxBytes, maxSeconds, bucket, catalog, leaseMs, log } = options;
    this.#options = options;
    this.#store = new PackStore({
      ...{ bucket, claims: catalog.claims, ...(leaseMs !== undefined && { leaseMs }) },
      onUnreadable: (pack) =>
        log.warn(`${pack} is no pack that can be read: the shots that it was to hold are stored anew`),
    });
    this.#collector = new Collector({
      ...{ maxBytes, maxMs: maxSeconds * 1_000, maxOpenBytes: PACKS_OPEN * maxBytes },
    });
    this.#packs = new Gate(PACKS_IN_THE_MAKING * maxBytes);
    const { signal } = this.#closing;
    this.#alone = new AloneKeeper({
      ...{ bucket, catalog, signal },
      store: this.#store,
      concurrency: options.concurrency,
    });
  }

  async keep(shot: Shot, before?: string): Promise<Kept | 'conflict'> {
    const found = before === undefined ? undefined : await findShot(this.#options.bucket, before, shot);
    if (found) return found;
    // What is sent again meanwhile looks for what became of the first.
    for (let first = this.#inHand.get(shot.id); first; first = this.#inHand.get(shot.id)) await first;
    const kept = this.#collect(shot);
    const settled = kept.then(
      () => this.#inHand.delete(shot.id),
      () => this.#inHand.delete(shot.id),
    );
    this.#inHand.set(shot.id, settled);
    return kept;
  }

  async find(shot: Shot, before?: string): Promise<Kept | 'conflict' | undefined> {
    const { bucket, catalog, template } = this.#options;
    const own = template.format(shot);
    const claimed = await catalog.claims.packOf(shot.id);
    const place = claimed && isPackKey(claimed) ? packedKey({ pack: claimed, name: basename(own) }) : claimed;
    for (const key of [place, before, own]) {
      const found = key === undefined ? undefined : await findShot(bucket, key, shot);
      if (found) return found;
    }
    return undefined;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#timer);
    this.#storeAll(this.#collector.closeAll());
    await Promise.all(this.#inHand.values());
  }

  async #collect(shot: Shot): Promise<Kept | 'conflict'> {
    const { template, maxBytes } = this.#options;
    const key = template.format(shot);
    const waiting = new WaitingShot(shot, key);
    if (waiting.bytes > maxBytes) return this.#alone.keep(shot, key);
    this.#add(waiting);
    return waiting.kept;
  }

  #add(waiting: WaitingShot): void {
    this.#storeAll(this.#collector.add(waiting.group, waiting, waiting.bytes, performance.now()));
    if (this.#closing.signal.aborted) this.#storeAll(this.#collector.closeAll()); // it has nothing to wait for
    this.#wakeUp();
  }

  /** Looks for packs that are due, as long as there are any. */
  #wakeUp(): void {
    if (this.#closing.signal.aborted || this.#collector.isEmpty) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#storeAll(this.#collector.due(performance.now()));
      this.#wakeUp();
    }, LOOK_MS);
  }

  #storeAll(packs: readonly Collected<WaitingShot>[]): void {
    for (const pack of packs) void this.#packs.within(pack.bytes, () => this.#storeOne(pack));
  }

  /** Settles each shot of a pack; never rejects. */
  async #storeOne({ items }: Collected<WaitingShot>): Promise<void> {
    try {
      const placed = await this.#store.store(items[0].folder, items);
      for (const [i, waiting] of items.entries()) this.#settle(waiting, placed[i] ?? 'held');
    } catch (error) {
      for (const waiting of items) waiting.settle(Promise.reject(error));
    }
  }

  #settle(waiting: WaitingShot, placed: Placed): void {
    if (placed === 'held') {
      if (this.#closing.signal.aborted) waiting.settle(Promise.reject(heldByAnother()));
      else this.#add(waiting);
    } else if ('isNew' in placed && placed.isNew) waiting.settle(waiting.stored());
    else waiting.settle(keepPlaced(this.#options, placed, waiting.shot));
  }
}
