import { BadInputError } from '@vedette/core/errors';
import type { EncodedImage, RawImage } from '../frame.ts';
import { decoded, openImage, uprightSize } from './open-image.ts';
import { type Pixels, toPixels } from './pixels.ts';
import { scaleTo } from './scale-to.ts';
import type { Size } from './size.ts';

export interface DecodedImage {
  /** Size of the upright picture, in its own pixels. */
  readonly frame: Size;
  /** The whole picture at the size that was asked for. */
  readonly pixels: Pixels;
  /** The whole picture at its own size, where it was decoded at that. */
  readonly whole?: RawImage;
}

/**
 * Up to so many pixels a JPEG is decoded at its own size and then scaled, which costs less than decoding it at a half (its
 * fast paths are for whole blocks), and what is to be cut from it is there. Of more the whole is never held.
 */
const MOST_PIXELS_HELD = 2_500_000;

/** Decodes a picture, upright, and scales it to the size that `sizeFor` wants of it. Rejects with BadInputError. */
export async function decodeImage(
  image: EncodedImage | RawImage,
  sizeFor: (frame: Size) => Size,
  maxPixels: number,
): Promise<DecodedImage> {
  const whole = await decodeWhole(image, maxPixels);
  if (!whole) return decodeScaled(image, sizeFor, maxPixels);
  const frame = { width: whole.width, height: whole.height };
  return { frame, whole, pixels: await decoded(scaleTo(sizeFor(frame), whole), maxPixels) };
}

/** Undefined for a picture that is too large to be held. Its size is not asked for first: that costs as much as a hop. */
async function decodeWhole(image: EncodedImage | RawImage, maxPixels: number): Promise<RawImage | undefined> {
  const most = image.type === 'rgb' ? maxPixels : Math.min(maxPixels, MOST_PIXELS_HELD);
  const source = openImage(image, most);
  if (image.type === 'rgb') return image;
  try {
    return { type: 'rgb', ...(await decoded(toPixels(source), most)) };
  } catch (error) {
    if (error instanceof BadInputError && error.reason === 'too-many-pixels') return undefined;
    throw error;
  }
}

async function decodeScaled(
  image: EncodedImage | RawImage,
  sizeFor: (frame: Size) => Size,
  maxPixels: number,
): Promise<DecodedImage> {
  const source = openImage(image, maxPixels);
  const frame = await decoded(uprightSize(image, source), maxPixels);
  const { width, height } = sizeFor(frame);
  return { frame, pixels: await decoded(toPixels(source.resize(width, height, { fit: 'fill' })), maxPixels) };
}
