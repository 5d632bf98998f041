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
  const source = openImage(image, maxPixels);
  const frame = await decoded(uprightSize(image, source), maxPixels);
  const size = sizeFor(frame);
  if (frame.width * frame.height > MOST_PIXELS_HELD) {
    const scaled = source.resize(size.width, size.height, { fit: 'fill' });
    return { frame, pixels: await decoded(toPixels(scaled), maxPixels) };
  }
  const whole =
    image.type === 'rgb' ? image : { type: 'rgb' as const, ...(await decoded(toPixels(source), maxPixels)) };
  return { frame, whole, pixels: await scaleTo(size, whole) };
}
