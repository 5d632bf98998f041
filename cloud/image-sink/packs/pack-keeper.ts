import { basename } from 'node:path/posix';
import { ResourceError } from '@vedette/core/errors';
import type { Shot } from '@vedette/core/message';
import { type Bucket, type Catalog, type KeyTemplate, PackStore, type Placed, packedKey } from '@vedette/store';
import { findShot, gone } from '../find-shot.ts';
import type { Kept, ShotKeeper } from '../shot-keeper.ts';
import { ByteRoom } from './byte-room.ts';
import { type Collected, Collector } from './collector.ts';
import type { PacksConfig } from './config.ts';
import { WaitingShot } from './waiting-shot.ts';

export interface PackKeeperOptions extends PacksConfig {
  readonly bucket: Bucket;
  readonly catalog: Pick<Catalog, 'claims' | 'remove'>;
  readonly template: KeyTemplate;
  /** Keeps what is too large for a pack. */
  readonly alone: ShotKeeper;
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
  readonly #room: ByteRoom;
  /** By the shots' ids. */
  readonly #inHand = new Map<string, Promise<unknown>>();
  #timer: NodeJS.Timeout | undefined;
  #isClosing = false;

  constructor(options: PackKeeperOptions) {
    const { maxBytes, maxSeconds, bucket, catalog, leaseMs } = options;
    this.#options = options;
    this.#store = new PackStore({ bucket, claims: catalog.claims, ...(leaseMs !== undefined && { leaseMs }) });
    this.#collector = new Collector({
      ...{ maxBytes, maxMs: maxSeconds * 1_000, maxOpenBytes: PACKS_OPEN * maxBytes },
    });
    this.#room = new ByteRoom(PACKS_IN_THE_MAKING * maxBytes);
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
    const { bucket, catalog, template, alone } = this.#options;
    const pack = await catalog.claims.packOf(shot.id);
    const claimed = pack && packedKey({ pack, name: basename(template.format(shot)) });
    const found = claimed && (await findShot(bucket, claimed, shot));
    return found || alone.find(shot, before);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#timer);
    this.#storeAll(this.#collector.closeAll());
    await Promise.all(this.#inHand.values());
  }

  async #collect(shot: Shot): Promise<Kept | 'conflict'> {
    const { template, alone, maxBytes } = this.#options;
    const waiting = new WaitingShot(shot, template.format(shot));
    if (waiting.bytes > maxBytes) return alone.keep(shot);
    this.#add(waiting);
    return waiting.kept;
  }

  #add(waiting: WaitingShot): void {
    this.#storeAll(this.#collector.add(waiting.group, waiting, waiting.bytes, performance.now()));
    if (this.#isClosing) this.#storeAll(this.#collector.closeAll()); // it has nothing to wait for
    this.#wakeUp();
  }

  /** Looks for packs that are due, as long as there are any. */
  #wakeUp(): void {
    if (this.#isClosing || this.#collector.nextDueAt === undefined) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#storeAll(this.#collector.due(performance.now()));
      this.#wakeUp();
    }, LOOK_MS);
  }

  #storeAll(packs: readonly Collected<WaitingShot>[]): void {
    for (const pack of packs) void this.#room.within(pack.bytes, () => this.#storeOne(pack));
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
    if (placed !== 'held') waiting.settle(placed.isNew ? waiting.stored() : this.#find(placed.key, waiting.shot));
    else if (this.#isClosing) waiting.settle(Promise.reject(new ResourceError('another sink is about to store it')));
    else this.#add(waiting);
  }

  async #find(key: string, shot: Shot): Promise<Kept | 'conflict'> {
    const found = await findShot(this.#options.bucket, key, shot);
    if (found) return found;
    await this.#options.catalog.remove([shot.id]);
    throw gone(key);
  }
}
