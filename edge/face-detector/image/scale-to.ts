import { halve } from './halve.ts';
import { type Pixels, toPixels } from './pixels.ts';
import { sharp } from './sharp.ts';
import type { Size } from './size.ts';

/** Scales a picture, undistorted or not, to a size; as it is where it has that size. */
export async function scaleTo({ width, height }: Size, pixels: Pixels): Promise<Pixels> {
  if (pixels.width === width && pixels.height === height) return pixels;
  if (pixels.width === 2 * width && pixels.height === 2 * height) return halve(pixels);
  const raw = { width: pixels.width, height: pixels.height, channels: 3 as const };
  // Models find as much as with three lobes, which cost more, and more that is none with cheaper, softer kernels.
  const options = { fit: 'fill', kernel: 'lanczos2' } as const;
  return toPixels(sharp(pixels.data, { raw, limitInputPixels: false }).resize(width, height, options));
}
