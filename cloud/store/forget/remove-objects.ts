import type { Bucket } from '../bucket/bucket.ts';
import { forEachAtOnce } from '../catalog/for-each-at-once.ts';
import { parsePackedKey } from '../keys/packed-key.ts';

const AT_ONCE = 32;

/**
 * Removes objects with their descriptions, those of one pack together, since it is written anew without them. Ends early when
 * `signal` says so. Rejects with ResourceError where the bucket fails.
 */
export async function removeObjects(
  bucket: Pick<Bucket, 'remove'>,
  keys: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const together = new Map<string, string[]>();
  for (const key of keys) {
    const place = parsePackedKey(key)?.pack ?? key;
    const others = together.get(place);
    if (others) others.push(key);
    else together.set(place, [key]);
  }
  await forEachAtOnce(AT_ONCE, [...together.values()], signal, async (some) => {
    await Promise.all(some.map((key) => bucket.remove(key)));
  });
}
