import type { Pixels } from '../../image/pixels.ts';

/** Where a picture goes in a tensor: each channel of its first pixel, and how far it is to the next pixel and the next row. */
export interface Places {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly step: number;
  readonly row: number;
}

/**
 * Lays interleaved RGB bytes into planes (pixels follow one another at a step of 1), each byte as its entry in `values`: four
 * pixels at a time, of which three words are read in the place of twelve bytes, which takes half the time. The picture's
 * width is a multiple of 4, and its data begin at a word.
 */
export function layQuads(
  tensor: Float32Array,
  { data, width, height }: Pixels,
  { red, green, blue, row }: Places,
  values: Float32Array,
): void {
  const words = new Uint32Array(data.buffer, data.byteOffset, (3 * width * height) / 4);
  for (let y = 0, from = 0; y < height; y += 1) {
    for (let to = y * row; to < y * row + width; to += 4, from += 3) {
      const first = words[from] as number;
      const second = words[from + 1] as number;
      const third = words[from + 2] as number;
      putQuad(tensor, red + to, values, first, first >>> 24, second >>> 16, third >>> 8);
      putQuad(tensor, green + to, values, first >>> 8, second, second >>> 24, third >>> 16);
      putQuad(tensor, blue + to, values, first >>> 16, second >>> 8, third, third >>> 24);
    }
  }
}

/** Of each number its last byte counts. */
function putQuad(
  tensor: Float32Array,
  at: number,
  values: Float32Array,
  a: number,
  b: number,
  c: number,
  d: number,
): void {
  tensor[at] = values[a & 0xff] as number;
  tensor[at + 1] = values[b & 0xff] as number;
  tensor[at + 2] = values[c & 0xff] as number;
  tensor[at + 3] = values[d & 0xff] as number;
}
