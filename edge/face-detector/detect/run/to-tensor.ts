import type { Pixels } from '../../image/pixels.ts';
import type { InputFormat } from '../models/detection-model.ts';
import type { Letterbox } from '../models/letterbox.ts';

/** Lays interleaved RGB bytes into a model's input. */
export function toTensor(pixels: Pixels, { outer, left, top }: Letterbox, format: InputFormat): Float32Array {
  const plane = outer.width * outer.height;
  const values = Float32Array.from({ length: 256 }, (_, byte) => byte * format.scale + format.offset);
  const tensor = new Float32Array(3 * plane);
  const around = values[format.padding] as number;
  if (around !== 0) tensor.fill(around);
  const [step, channel] = format.layout === 'nchw' ? [1, plane] : [3, 1];
  const [red, green, blue] = format.order === 'rgb' ? [0, channel, 2 * channel] : [2 * channel, channel, 0];
  const { data, width, height } = pixels;
  for (let y = 0, from = 0; y < height; y += 1) {
    let to = ((top + y) * outer.width + left) * step;
    for (let x = 0; x < width; x += 1, from += 3, to += step) {
      tensor[red + to] = values[data[from] as number] as number;
      tensor[green + to] = values[data[from + 1] as number] as number;
      tensor[blue + to] = values[data[from + 2] as number] as number;
    }
  }
  return tensor;
}
