import type { Bucket } from '../bucket/bucket.ts';
import { Groups } from '../bucket/groups.ts';
import type { PackedKey } from '../keys/packed-key.ts';
import { blankInPack } from './blank-in-pack.ts';

/** Shots whose packs are rewritten one after another: those of one pack at once. */
const GROUP = { items: 10_000, size: Number.POSITIVE_INFINITY, sizeOf: () => 0 };

/** The names that were in a pack and are no more, or why it could not be rewritten. */
type Blanked = PromiseSettledResult<ReadonlySet<string>>;

/** Erases shots from packs, and rewrites each pack once for all that come while others are rewritten. */
export class PackedRemoval {
  readonly #groups: Groups<PackedKey, Blanked | undefined>;

  constructor(bucket: Bucket) {
    this.#groups = new Groups(GROUP, async (shots) => {
      const blanked = new Map<string, Blanked>();
      for (const pack of new Set(shots.map((shot) => shot.pack))) {
        const names = shots.filter((shot) => shot.pack === pack).map(({ name }) => name);
        for (const one of await Promise.allSettled([blankInPack(bucket, pack, new Set(names))])) blanked.set(pack, one);
      }
      return shots.map(({ pack }) => blanked.get(pack));
    });
  }

  /** Whether it was there. Rejects as the bucket does with this pack; what becomes of others is theirs. */
  async remove(shot: PackedKey): Promise<boolean> {
    const blanked = await this.#groups.add(shot);
    if (blanked?.status === 'rejected') throw blanked.reason;
    return blanked?.value.has(shot.name) ?? false;
  }

  /** Resolves when nothing is in work any more. */
  idle(): Promise<void> {
    return this.#groups.idle();
  }
}
