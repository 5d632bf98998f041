import type { Pixels } from '../../image/pixels.ts';
import type { InputFormat } from '../models/detection-model.ts';
import type { Letterbox } from '../models/letterbox.ts';

/** A model's input with nothing in it but what lies around a frame. */
export function blankTensor({ outer }: Letterbox, { padding, scale, offset }: InputFormat): Float32Array<ArrayBuffer> {
  const tensor = new Float32Array(3 * outer.width * outer.height);
  const around = padding * scale + offset;
  return around === 0 ? tensor : tensor.fill(around);
}

/** Lays interleaved RGB bytes into a model's input: a blank one, or one that was laid out for the same letterbox. */
export function layInto(
  tensor: Float32Array,
  { data, width, height }: Pixels,
  { outer, left, top }: Letterbox,
  { layout, order, scale, offset }: InputFormat,
): void {
  const values = Float32Array.from({ length: 256 }, (_, byte) => byte * scale + offset);
  const [step, channel] = layout === 'nchw' ? [1, outer.width * outer.height] : [3, 1];
  const [red, green, blue] = order === 'rgb' ? [0, channel, 2 * channel] : [2 * channel, channel, 0];
  for (let y = 0, from = 0; y < height; y += 1) {
    let to = ((top + y) * outer.width + left) * step;
    for (let x = 0; x < width; x += 1, from += 3, to += step) {
      tensor[red + to] = values[data[from] as number] as number;
      tensor[green + to] = values[data[from + 1] as number] as number;
      tensor[blue + to] = values[data[from + 2] as number] as number;
    }
  }
}
