import type { Size } from './size.ts';

/** The pixels of a region, which lies inside of `pixels` (interleaved 8-bit RGB): a copy, which holds on to nothing else. */
export function copyRegion(
  pixels: Size & { readonly data: Uint8Array },
  { left, top, width, height }: Size & { readonly left: number; readonly top: number },
): Size & { readonly data: Buffer<ArrayBuffer> } {
  const data = Buffer.allocUnsafeSlow(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    const from = ((top + row) * pixels.width + left) * 3;
    data.set(pixels.data.subarray(from, from + width * 3), row * width * 3);
  }
  return { data, width, height };
}
