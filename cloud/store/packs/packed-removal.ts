import type { Bucket } from '../bucket/bucket.ts';
import { Groups } from '../bucket/groups.ts';
import type { PackedKey } from '../keys/packed-key.ts';
import { blankInPack } from './blank-in-pack.ts';

/** Shots whose packs are rewritten one after another: those of one pack at once. */
const GROUP = { items: 10_000, size: Number.POSITIVE_INFINITY, sizeOf: () => 0 };

/** Erases shots from packs, and rewrites each pack once for all that come while others are rewritten. */
export function packedRemoval(bucket: Bucket): Groups<PackedKey, boolean> {
  return new Groups(GROUP, async (shots) => {
    const removed = new Map<string, ReadonlySet<string>>();
    for (const pack of new Set(shots.map((shot) => shot.pack))) {
      const names = shots.filter((shot) => shot.pack === pack).map(({ name }) => name);
      removed.set(pack, await blankInPack(bucket, pack, new Set(names)));
    }
    return shots.map(({ pack, name }) => removed.get(pack)?.has(name) ?? false);
  });
}
