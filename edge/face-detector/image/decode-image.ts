import type { EncodedImage, RawImage } from '../frame.ts';
import { decoded, openImage, uprightSize } from './open-image.ts';
import { type Pixels, toPixels } from './pixels.ts';
import type { Size } from './size.ts';

export interface DecodedImage {
  /** Size of the upright picture, in its own pixels. */
  readonly frame: Size;
  /** The whole picture at the size that was asked for. */
  readonly pixels: Pixels;
}

/**
 * Decodes a picture, upright, straight to the size that `sizeFor` wants of it. A large JPEG is shrunk while it is
 * decoded, and the full picture is never held. Rejects with BadInputError.
 */
export async function decodeImage(
  image: EncodedImage | RawImage,
  sizeFor: (frame: Size) => Size,
  maxPixels: number,
): Promise<DecodedImage> {
  const source = openImage(image, maxPixels);
  const frame = await decoded(uprightSize(image, source), maxPixels);
  const { width, height } = sizeFor(frame);
  return { frame, pixels: await decoded(toPixels(source.resize(width, height, { fit: 'fill' })), maxPixels) };
}
