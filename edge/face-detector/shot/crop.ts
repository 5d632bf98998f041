import type { Box } from '../detect/box.ts';
import type { EncodedImage, RawImage } from '../frame.ts';
import { decoded, openImage, uprightSize } from '../image/open-image.ts';
import { type Pixels, toPixels } from '../image/pixels.ts';
import { sharp } from '../image/sharp.ts';
import { cropRegion } from './crop-region.ts';
import { varianceOfLaplacian } from './sharpness.ts';

export interface CropOptions {
  /** Added on each side, as a share of the box's width or height. */
  readonly marginShare: number;
  /** Longest side of the result in pixels; a larger cut is scaled down, a smaller one is left as it is. */
  readonly maxSide: number;
  /** JPEG quality, 1..100. */
  readonly quality: number;
}

/** The picture of a shot. */
export interface Crop {
  readonly type: 'image/jpeg';
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  /** Variance of the Laplacian of its luma. */
  readonly sharpness: number;
}

/**
 * Cuts a box out of a frame at the frame's own resolution: upright, sRGB, a JPEG without any metadata.
 * The frame's size is not limited here: whoever made the box has decoded it. Rejects with BadInputError.
 */
export async function cropShot(
  image: EncodedImage | RawImage,
  box: Box,
  { marginShare, maxSide, quality }: CropOptions,
): Promise<Crop> {
  const { data, width, height } = await cut(image, box, marginShare, maxSide);
  const pixels = sharp(data, { raw: { width, height, channels: 3 } });
  const [jpeg, luma] = await Promise.all([
    pixels.clone().jpeg({ quality }).toBuffer(),
    pixels.clone().toColourspace('b-w').raw().toBuffer(),
  ]);
  return { type: 'image/jpeg', data: jpeg, width, height, sharpness: varianceOfLaplacian(luma, width, height) };
}

async function cut(image: EncodedImage | RawImage, box: Box, marginShare: number, maxSide: number): Promise<Pixels> {
  const source = openImage(image, false);
  const region = cropRegion(box, marginShare, await decoded(uprightSize(image, source), false));
  const pipeline = source.extract(region).resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true });
  return decoded(toPixels(pipeline), false);
}
