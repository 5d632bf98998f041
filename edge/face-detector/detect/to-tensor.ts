import type { Pixels } from '../image/pixels.ts';
import type { Letterbox } from './models/letterbox.ts';

/** How a model wants its pixels: value * scale + offset, one plane a channel. */
export interface PixelFormat {
  readonly order: 'rgb' | 'bgr';
  readonly scale: number;
  readonly offset: number;
}

/** Lays interleaved RGB bytes into a planar float32 input [1, 3, height, width]; around them it is black. */
export function toTensor(pixels: Pixels, { outer, left, top }: Letterbox, format: PixelFormat): Float32Array {
  const plane = outer.width * outer.height;
  const black = format.offset;
  const tensor = new Float32Array(3 * plane);
  if (black !== 0) tensor.fill(black);
  const [red, green, blue] = format.order === 'rgb' ? [0, plane, 2 * plane] : [2 * plane, plane, 0];
  const values = Float32Array.from({ length: 256 }, (_, byte) => byte * format.scale + format.offset);
  const { data, width, height } = pixels;
  for (let y = 0, from = 0; y < height; y += 1) {
    let to = (top + y) * outer.width + left;
    for (let x = 0; x < width; x += 1, from += 3, to += 1) {
      tensor[red + to] = values[data[from] as number] as number;
      tensor[green + to] = values[data[from + 1] as number] as number;
      tensor[blue + to] = values[data[from + 2] as number] as number;
    }
  }
  return tensor;
}
