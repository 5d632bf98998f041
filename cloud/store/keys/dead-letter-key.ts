import { PREFIXES } from './prefixes.ts';

/**
 * Where a payload is kept that is no shot, by the SHA-256 of its bytes in hex: sent again, it meets its own object.
 * What was wrong with it is kept under the same key with `.json` behind it.
 */
export function deadLetterKey(sha256: string): string {
  return `${PREFIXES.deadLetters}${sha256.slice(0, 2)}/${sha256}.bin`;
}
