import { PREFIXES } from '../keys/prefixes.ts';

/** Where what a job made of an image is kept: with an id and a job one key, however often it is done. */
export function derivedKey({ image, job, extension }: Record<'image' | 'job' | 'extension', string>): string {
  return `${derivedPrefix(image)}${job}.${extension}`;
}

/** What the keys of all that was made of an image begin with. */
export function derivedPrefix(image: string): string {
  return `${PREFIXES.derived}${image}/`;
}

/** The id of the image that something was made of, by its key. */
export function imageOfDerived(key: string): string | undefined {
  return key.startsWith(PREFIXES.derived) ? key.slice(PREFIXES.derived.length).split('/')[0] : undefined;
}
