import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { MAX_NAME_BYTES } from './tar-header.ts';

/** Room for the longest extension, with its dot. */
const MAX_STEM_BYTES = MAX_NAME_BYTES - 6;
const HASH_DIGITS = 12;

/** What the files of a shot in a pack are called: `name` is the last segment of its key. */
export function memberNames(name: string): { readonly body: string; readonly description: string } {
  const stem = memberStem(name);
  return { body: stem + extname(name), description: `${stem}.json` };
}

/**
 * What the files of a shot in a pack are called without their extension. WebDataset takes for that what stands before the
 * first dot, so other dots are commas, which times in ISO 8601 may have as well. What is too long for a tar header is cut,
 * and ends in a hash.
 */
export function memberStem(name: string): string {
  const stem = name.replace(/\.[^.]*$/, '').replaceAll('.', ',');
  if (Buffer.byteLength(stem) <= MAX_STEM_BYTES) return stem;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_DIGITS);
  let kept = '';
  for (const character of stem) {
    if (Buffer.byteLength(kept + character) + 1 + HASH_DIGITS > MAX_STEM_BYTES) break;
    kept += character;
  }
  return `${kept}~${hash}`;
}
