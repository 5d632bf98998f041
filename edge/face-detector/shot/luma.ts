import type { Pixels } from '../image/pixels.ts';

/** Luma, a byte a pixel, as JPEG has it (ITU-R BT.601). */
export function lumaOf({ data, width, height }: Pixels): Uint8Array {
  const luma = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < luma.length; i += 1, at += 3) {
    const [red, green, blue] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
    luma[i] = 0.299 * red + 0.587 * green + 0.114 * blue + 0.5;
  }
  return luma;
}
