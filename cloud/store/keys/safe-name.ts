import { createHash } from 'node:crypto';

/** Leaves room in a file name of 255 bytes for what stands before and behind the name. */
export const NAME_BYTES = 120;
const HASH_DIGITS = 12;

/** What stands as itself: what people read, and what no file system, shell or S3 takes for something else. */
const PLAIN = /^[\p{L}\p{M}\p{N} ._-]$/u;

/**
 * A name of any characters as a part of one path segment: letters and digits of any script, space, `.`, `_` and `-`
 * stay, the rest is percent-encoded, as are dots and spaces at the end; `decodeURIComponent` turns it back.
 * What is longer than `maxBytes` is cut, and ends in `~` and a hash, so that different names stay different.
 */
export function safeName(name: string, maxBytes = NAME_BYTES): string {
  const characters = [...name];
  const parts = characters.map((character) => (PLAIN.test(character) ? character : percentEncode(character)));
  for (let i = characters.length - 1; i >= 0 && /^[. ]$/.test(characters[i] ?? ''); i--) {
    parts[i] = percentEncode(characters[i] ?? '');
  }
  const whole = parts.join('');
  return Buffer.byteLength(whole) <= maxBytes ? whole : cut(parts, name, maxBytes);
}

function cut(parts: readonly string[], name: string, maxBytes: number): string {
  const ending = `~${createHash('sha256').update(name).digest('hex').slice(0, HASH_DIGITS)}`;
  let kept = '';
  for (const part of parts) {
    if (Buffer.byteLength(kept + part + ending) > maxBytes) break;
    kept += part;
  }
  return kept + ending;
}

function percentEncode(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
