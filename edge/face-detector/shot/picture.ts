import { createHash } from 'node:crypto';
import type { FaceShot, ShotImage } from '@vedette/core/message';
import type { Detection } from '../detect/detector.ts';
import type { Pixels } from '../image/pixels.ts';
import { sharp } from '../image/sharp.ts';
import type { Cut } from './cut-boxes.ts';
import { hide } from './hide.ts';
import { lumaOf } from './luma.ts';
import { type HiddenPlace, placesToHide } from './places-to-hide.ts';
import { type Privacy, showingOf } from './privacy.ts';
import { varianceOfLaplacian } from './sharpness.ts';

/** What is shown of a detection: an image, unless it is not to be seen at all, and what was hidden in it. */
export interface Picture extends Pick<FaceShot, 'image' | 'redaction'> {
  /** Of what the camera saw, whatever is shown of it. */
  readonly sharpness: number;
}

export interface PictureOptions {
  readonly privacy: Privacy;
  /** JPEG quality, 1..100. */
  readonly quality: number;
}

/** Makes the picture of a detection of what was cut for it, which it changes; `others` are all others in the frame. */
export async function pictureOf(
  { region, pixels }: Cut,
  detection: Detection,
  others: readonly Detection[],
  { privacy, quality }: PictureOptions,
): Promise<Picture> {
  const sharpness = varianceOfLaplacian(lumaOf(pixels), pixels.width, pixels.height);
  if (showingOf(privacy, detection) === 'none') return { sharpness, redaction: { [detection.label]: 'none' } };
  const places = placesToHide([detection, ...others], privacy, region, pixels);
  hide(pixels, places);
  const image = await encode(pixels, quality);
  return { sharpness, image, ...(places.length > 0 && { redaction: redactionOf(places) }) };
}

function redactionOf(places: readonly HiddenPlace[]): NonNullable<Picture['redaction']> {
  return Object.fromEntries(places.map(({ label, method }) => [label, method]));
}

/** A JPEG without any metadata. */
async function encode({ data, width, height }: Pixels, quality: number): Promise<ShotImage> {
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
  return { type: 'image/jpeg', width, height, sha256: createHash('sha256').update(jpeg).digest('hex'), data: jpeg };
}
