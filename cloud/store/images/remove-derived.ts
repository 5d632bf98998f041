import type { Bucket } from '../bucket/bucket.ts';
import { removeObjects } from '../forget/remove-objects.ts';
import { isDescriptionKey } from '../keys/description-key.ts';
import { PREFIXES } from '../keys/prefixes.ts';
import { derivedPrefix, imageOfDerived } from './derived-key.ts';

/** Images whose own prefixes are listed; for more, all that was ever made is. */
const FEW = 20;

/**
 * Removes what was made of images: it shows what they show. By the bucket alone, since the catalog may have forgotten what
 * was done. Ends early when `signal` says so. Rejects with ResourceError where the bucket fails.
 */
export async function removeDerived(
  bucket: Pick<Bucket, 'list' | 'remove'>,
  images: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const wanted = new Set(images);
  const prefixes = wanted.size > FEW ? [PREFIXES.derived] : [...wanted].map(derivedPrefix);
  const keys: string[] = [];
  for (const prefix of prefixes) {
    for await (const { key } of bucket.list(prefix)) {
      if (signal?.aborted) return;
      const image = imageOfDerived(key);
      if (image !== undefined && wanted.has(image))
        keys.push(isDescriptionKey(key) ? key.slice(0, -'.json'.length) : key);
    }
  }
  await removeObjects(bucket, [...new Set(keys)], signal);
}
