import type { Bucket } from '../bucket/bucket.ts';
import { parsePackedKey } from '../keys/packed-key.ts';
import { findPart } from './find-part.ts';
import { getPart } from './get-part.ts';
import { IndexCache } from './index-cache.ts';
import { listWithPacks } from './list-with-packs.ts';
import { PackedRemoval } from './packed-removal.ts';

/**
 * A bucket that shows the shots in packs as objects of their own, under the key of the pack, a `/` and the last segment of
 * the key that each would have by itself. `remove` blanks one in its pack. Packs are put, and got whole, under their own
 * keys.
 */
export function withPacks(bucket: Bucket): Bucket {
  const indexes = new IndexCache(bucket);
  const removals = new PackedRemoval(bucket);

  /** Where in a pack an object lies; undefined for what lies in none. */
  async function placeOf(key: string) {
    const parts = parsePackedKey(key);
    const read = parts && (await indexes.get(parts.pack));
    const part = read && findPart(read, parts.name);
    return part && { ...parts, part };
  }

  return {
    url: bucket.url,
    putIfAbsent: (key, body, options) => bucket.putIfAbsent(key, body, options),
    update: (key, options, change) => bucket.update(key, options, change).finally(() => indexes.forget(key)),
    async remove(key) {
      const place = await placeOf(key);
      if (place) return removals.remove(place).finally(() => indexes.forget(place.pack));
      return bucket.remove(key).finally(() => indexes.forget(key));
    },
    async get(key, range) {
      const place = await placeOf(key);
      if (!place) return bucket.get(key, range);
      const found = await getPart(bucket, place.pack, place.part, range);
      if (found) return found;
      indexes.forget(place.pack); // another process has erased something in it
      const now = await placeOf(key);
      return now && getPart(bucket, now.pack, now.part, range);
    },
    list: (prefix, { after = '' } = {}) => listWithPacks(bucket, indexes, prefix, after),
    async linkTo(key, seconds) {
      const place = await placeOf(key);
      if (!place) return bucket.linkTo(key, seconds);
      const { from, bytes } = place.part;
      const link = await bucket.linkTo(place.pack, seconds);
      return link && { ...link, headers: { ...link.headers, Range: `bytes=${from}-${from + bytes - 1}` } };
    },
    async close() {
      await removals.idle();
      await bucket.close();
    },
  };
}
