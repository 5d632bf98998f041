import type { Pixels } from '../../image/pixels.ts';
import type { InputFormat } from '../models/detection-model.ts';
import type { Letterbox } from '../models/letterbox.ts';
import { layQuads, type Places } from './lay-quads.ts';

/** A model's input with nothing in it but what lies around a frame. */
export function blankTensor({ outer }: Letterbox, { padding, scale, offset }: InputFormat): Float32Array<ArrayBuffer> {
  const tensor = new Float32Array(3 * outer.width * outer.height);
  const around = padding * scale + offset;
  return around === 0 ? tensor : tensor.fill(around);
}

/** Lays interleaved RGB bytes into a model's input: a blank one, or one that was laid out for the same letterbox. */
export function layInto(tensor: Float32Array, pixels: Pixels, letterbox: Letterbox, format: InputFormat): void {
  const values = Float32Array.from({ length: 256 }, (_, byte) => byte * format.scale + format.offset);
  const places = placesIn(letterbox, format);
  const isOfQuads = places.step === 1 && pixels.width % 4 === 0 && pixels.data.byteOffset % 4 === 0;
  (isOfQuads ? layQuads : layPixels)(tensor, pixels, places, values);
}

function placesIn({ outer, left, top }: Letterbox, { layout, order }: InputFormat): Places {
  const [step, channel] = layout === 'nchw' ? [1, outer.width * outer.height] : [3, 1];
  const corner = (top * outer.width + left) * step;
  const [red, blue] = order === 'rgb' ? [0, 2] : [2, 0];
  return {
    red: corner + red * channel,
    green: corner + channel,
    blue: corner + blue * channel,
    ...{ step, row: outer.width * step },
  };
}

function layPixels(
  tensor: Float32Array,
  { data, width, height }: Pixels,
  { red, green, blue, step, row }: Places,
  values: Float32Array,
): void {
  for (let y = 0, from = 0; y < height; y += 1) {
    for (let x = 0, to = y * row; x < width; x += 1, from += 3, to += step) {
      tensor[red + to] = values[data[from] as number] as number;
      tensor[green + to] = values[data[from + 1] as number] as number;
      tensor[blue + to] = values[data[from + 2] as number] as number;
    }
  }
}
