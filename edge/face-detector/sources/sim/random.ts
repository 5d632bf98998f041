/** 0..1, the same for the same numbers: a hash (murmur3's mixing) rather than a sequence, so that any moment can be asked for alone. */
export function random(...keys: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const key of keys) {
    hash = Math.imul(hash ^ (key | 0), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return (hash >>> 0) / 0x1_0000_0000;
}

/** A number from `least` to `most`. */
export function randomBetween(least: number, most: number, ...keys: readonly number[]): number {
  return least + (most - least) * random(...keys);
}
