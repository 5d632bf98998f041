const DESCRIPTION = /\.(?:jpg|png|webp|gif|bmp|tif|heic|avif|bin)\.json$/;

/**
 * Whether a key is that of a description which lies beside its object, and is none by itself: `….jpg.json`, say. Any other
 * `.json` is an object of its own: a shot without an image, a tombstone.
 */
export function isDescriptionKey(key: string): boolean {
  return DESCRIPTION.test(key);
}
