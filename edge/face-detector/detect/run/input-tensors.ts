import type { Pixels } from '../../image/pixels.ts';
import type { InputFormat } from '../models/detection-model.ts';
import type { Letterbox } from '../models/letterbox.ts';
import { blankTensor, layInto } from './to-tensor.ts';

/** More than are ever under way at once; those beyond are left to the garbage collector. */
const MOST_KEPT = 8;

/** Makes a model's inputs of pictures, in memory that was an input before: it is some megabytes, and what lies around a frame stays. */
export class InputTensors {
  readonly #format: InputFormat;
  #used: Float32Array<ArrayBuffer>[] = [];
  #laidOut = '';

  constructor(format: InputFormat) {
    this.#format = format;
  }

  make(pixels: Pixels, letterbox: Letterbox): Float32Array<ArrayBuffer> {
    const layout = layoutOf(letterbox);
    if (layout !== this.#laidOut) this.#used = [];
    this.#laidOut = layout;
    const tensor = this.#used.pop() ?? blankTensor(letterbox, this.#format);
    layInto(tensor, pixels, letterbox, this.#format);
    return tensor;
  }

  giveBack(tensor: Float32Array<ArrayBuffer>, letterbox: Letterbox): void {
    if (layoutOf(letterbox) === this.#laidOut && this.#used.length < MOST_KEPT) this.#used.push(tensor);
  }
}

/** Two frames with the same one cover the same part of the input. */
function layoutOf({ inner, outer, left, top }: Letterbox): string {
  return [inner.width, inner.height, outer.width, outer.height, left, top].join();
}
