import { BadInputError } from '@vedette/core/errors';

/** What S3 allows for a key, and what Linux allows for a file name, in bytes of UTF-8. */
const MAX_KEY_BYTES = 1_024;
const MAX_SEGMENT_BYTES = 255;

/** The folder of a directory bucket for what is not yet an object. */
export const TEMPORARY = '.tmp';

/** Whether every kind of bucket can hold an object under it. */
export function isKey(key: string): boolean {
  return faultOf(key, key.split('/')) === undefined;
}

/** The segments of a key that every kind of bucket can hold. Throws BadInputError. */
export function segmentsOf(key: string): string[] {
  const segments = key.split('/');
  const fault = faultOf(key, segments);
  if (fault) throw new BadInputError('key', `${JSON.stringify(key.slice(0, 200))} cannot be a key: ${fault}`);
  return segments;
}

/** The order of keys in every kind of bucket: by their UTF-8 bytes. JavaScript's own order, by UTF-16 units, is another. */
export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function faultOf(key: string, segments: string[]): string | undefined {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) return `it is longer than ${MAX_KEY_BYTES} bytes`;
  if (key.includes('\0') || key.includes('\\')) return 'it has a NUL or a backslash';
  if (/\p{Surrogate}/u.test(key)) return 'it is no valid Unicode';
  if (segments.includes('')) return 'it has an empty segment, or a "/" at an end';
  if (segments.includes('.') || segments.includes('..')) return 'it has "." or ".." for a segment';
  if (segments[0] === TEMPORARY) return `${TEMPORARY} is for objects in the making`;
  if (segments.some((segment) => Buffer.byteLength(segment) > MAX_SEGMENT_BYTES)) {
    return `a segment is longer than ${MAX_SEGMENT_BYTES} bytes`;
  }
  return undefined;
}
