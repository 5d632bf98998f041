import type { Pixels } from '../../image/pixels.ts';

export interface MotionGateOptions {
  /** A part of the picture has changed where its mean brightness (0..255) has by this much. */
  readonly minChange: number;
  /** A picture is looked at though nothing has moved when the last one was taken this long (µs) before it. */
  readonly maxStill: number;
}

/** Side of a part, in pixels: a face that can be found is larger. */
const CELL = 16;
/** Every second pixel of every second row tells as much, and half of what there is to read is noise. */
const STEP = 2;

/** Tells pictures in which something has moved since the last one that was worth looking at. */
export class MotionGate {
  readonly #options: MotionGateOptions;
  #last: { readonly at: number; readonly cells: Float32Array } | undefined;

  constructor(options: MotionGateOptions) {
    this.#options = options;
  }

  /** Whether a picture taken at `at` (µs since the epoch) is like the last one that was not; the first one is not. */
  isStill(pixels: Pixels, at: number): boolean {
    const cells = brightnessOf(pixels);
    const last = this.#last;
    if (last && Math.abs(at - last.at) < this.#options.maxStill && this.#areAlike(cells, last.cells)) return true;
    this.#last = { at, cells };
    return false;
  }

  #areAlike(cells: Float32Array, others: Float32Array): boolean {
    const { minChange } = this.#options;
    return (
      cells.length === others.length &&
      cells.every((cell, index) => Math.abs(cell - (others[index] as number)) < minChange)
    );
  }
}

/** The mean brightness of each part, row by row; what is less than a part at the right and below belongs to the last. */
function brightnessOf({ data, width, height }: Pixels): Float32Array {
  const columns = Math.max(1, Math.floor(width / CELL));
  const rows = Math.max(1, Math.floor(height / CELL));
  const sums = new Float32Array(columns * rows);
  const counts = new Uint32Array(columns * rows);
  for (let y = 0; y < height; y += STEP) {
    const row = Math.min(Math.floor(y / CELL), rows - 1) * columns;
    for (let x = 0; x < width; x += STEP) {
      const cell = row + Math.min(Math.floor(x / CELL), columns - 1);
      const at = 3 * (y * width + x);
      // Green makes most of what is seen as brightness, and red and blue the rest in about equal parts.
      sums[cell] =
        (sums[cell] as number) + ((data[at] as number) + 2 * (data[at + 1] as number) + (data[at + 2] as number)) / 4;
      counts[cell] = (counts[cell] as number) + 1;
    }
  }
  return sums.map((sum, cell) => sum / (counts[cell] as number));
}
