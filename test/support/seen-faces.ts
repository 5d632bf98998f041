import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Shot } from '@vedette/core/message';
import { sharedFile } from '@vedette/core/testing';
import sharp from 'sharp';
import { type Luma, likeness } from './likeness.ts';

/** [x, y, width, height] in pixels. */
type Box = readonly [number, number, number, number];

/** A part of a face that is smaller than this shows nobody. */
const LEAST_SIDE = 16;

/** How much is seen of a known face in a shot: 1 all, about 0 nothing. */
export interface SeenFace {
  readonly likeness: number;
  /** Whether the shot is of this face, or of somebody near it. */
  readonly isOwn: boolean;
}

/**
 * Looks for the faces that the manifest knows in the shots' images, where each must lie if it was not hidden. The shots are
 * of pictures of ../shared/testdata/images, cut with a margin of `marginShare` and not scaled.
 */
export async function seenFaces(shots: readonly Shot[], marginShare: number): Promise<SeenFace[]> {
  const seen: SeenFace[] = [];
  for (const shot of shots) {
    if (shot.kind === 'frame' || !shot.image) continue;
    const whole = await lumaOf(readFileSync(sharedFile(`testdata/images/${shot.frame.ref}`) ?? ''));
    const sent = await lumaOf(shot.image.data);
    const [x, y, width, height] = shot.box;
    const left = Math.max(0, Math.floor(x - width * marginShare));
    const top = Math.max(0, Math.floor(y - height * marginShare));
    for (const face of facesIn(shot.frame.ref)) {
      const place = common(face, [left, top, sent.width, sent.height]);
      if (place[2] < LEAST_SIDE || place[3] < LEAST_SIDE) continue;
      const inShot = [place[0] - left, place[1] - top, place[2], place[3]] as const;
      const [, , commonWidth, commonHeight] = common(face, shot.box);
      const isOwn = commonWidth * commonHeight > (face[2] * face[3]) / 2;
      seen.push({ likeness: likeness(part(whole, place), part(sent, inShot)), isOwn });
    }
  }
  return seen;
}

function facesIn(ref: string): Box[] {
  const manifest: { images: { file: string; faces: Box[] | null }[] } = JSON.parse(
    readFileSync(sharedFile('testdata/MANIFEST.json') ?? '', 'utf8'),
  );
  return manifest.images.find(({ file }) => file.startsWith('images/') && basename(file) === ref)?.faces ?? [];
}

/** What two boxes have in common. */
function common(a: Box, b: Box): Box {
  const [left, top] = [Math.max(a[0], b[0]), Math.max(a[1], b[1])];
  const right = Math.min(a[0] + a[2], b[0] + b[2]);
  const bottom = Math.min(a[1] + a[3], b[1] + b[3]);
  return [left, top, Math.max(0, right - left), Math.max(0, bottom - top)];
}

async function lumaOf(image: Uint8Array): Promise<Luma> {
  const { data, info } = await sharp(image).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function part({ data, width: line }: Luma, [left, top, width, height]: Box): Luma {
  const rows = Array.from({ length: height }, (_, row) => {
    const from = (top + row) * line + left;
    return data.subarray(from, from + width);
  });
  return { data: Buffer.concat(rows), width, height };
}
