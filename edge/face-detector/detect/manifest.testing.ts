import { readFileSync } from 'node:fs';
import { sharedFile } from '@vedette/core/testing';
import type { Frame } from '../frame.ts';
import { type Box, intersectionOverUnion } from './box.ts';

/** A picture of ../shared/testdata with what is known of it; boxes in pixels of the upright picture. */
export interface KnownPicture {
  readonly file: string;
  readonly faces: readonly Box[] | null;
  /** Where a detection is neither right nor wrong. */
  readonly ignore?: readonly Box[];
  /** Some of what else is in it, by COCO's names. */
  readonly objects?: readonly { readonly label: string; readonly box: Box }[];
  readonly expect?: 'ok' | 'ok-first-frame' | 'clean-error' | 'clean-error-or-partial' | 'ok-or-clean-error';
  readonly width: number | null;
  readonly height: number | null;
}

export const MANIFEST = sharedFile('testdata/MANIFEST.json');

/** The pictures of one folder, `images` or `odd`; none where ../shared is absent. */
export function knownPictures(folder: string): KnownPicture[] {
  if (!MANIFEST) return [];
  const { images } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { images: KnownPicture[] };
  return images.filter(({ file }) => file.startsWith(`${folder}/`));
}

export function frameOf({ file }: KnownPicture): Frame {
  const path = sharedFile(`testdata/${file}`);
  if (!path) throw new Error(`../shared/testdata/${file} is named in its MANIFEST.json and absent`);
  return { ref: file, at: 0, image: { type: 'encoded', data: readFileSync(path) } };
}

export interface Tally {
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
}

/** Matches found boxes, the surest first, to known ones at an overlap (IoU) of at least 0.4, each once. */
export function tally(found: readonly Box[], faces: readonly Box[], ignore: readonly Box[] = []): Tally {
  const left = new Set(faces);
  let wrong = 0;
  for (const box of found) {
    const [best] = [...left].sort((a, b) => intersectionOverUnion(box, b) - intersectionOverUnion(box, a));
    if (best && intersectionOverUnion(box, best) >= 0.4) left.delete(best);
    else if (!ignore.some((other) => intersectionOverUnion(box, other) > 0.2)) wrong += 1;
  }
  return { right: faces.length - left.size, wrong, missed: left.size };
}
