import { PREFIXES } from './prefixes.ts';
import { utcOf } from './utc.ts';

export interface InvalidPicture {
  /** Why it was refused: a word. */
  readonly reason: string;
  /** When it was captured, where it says so, else when it came, in µs since the epoch. */
  readonly at: number;
  /** Of its bytes, in hex. */
  readonly sha256: string;
  readonly extension: string;
}

/**
 * Where a picture is kept that cannot be stored as a shot, so that people can open it: by its bytes, so that the picture of a
 * shot that is sent again meets its own object. What was wrong with it is kept under the same key with `.json` behind it.
 */
export function invalidKey({ reason, at, sha256, extension }: InvalidPicture): string {
  return `${PREFIXES.invalid}${reason}/dt=${utcOf(at).iso.slice(0, 10)}/${sha256}.${extension}`;
}
