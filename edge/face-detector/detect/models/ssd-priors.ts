import type { Size } from '../../image/size.ts';

/** A default box: its centre and sides in pixels of the input. */
export interface Prior {
  readonly cx: number;
  readonly cy: number;
  readonly side: number;
}

/** Strides of the grids, and the sides of each cell's square boxes, as YuNet of 2022 was trained with. */
const GRIDS = [
  { stride: 8, sides: [10, 16, 24] },
  { stride: 16, sides: [32, 48] },
  { stride: 32, sides: [64, 96] },
  { stride: 64, sides: [128, 192, 256] },
] as const;

/** The default boxes over an input, in the order of the model's outputs: grid by grid, row by row, by size. */
export function ssdPriors({ width, height }: Size): Prior[] {
  return GRIDS.flatMap(({ stride, sides }) => {
    const [columns, rows] = [cells(width, stride), cells(height, stride)];
    return Array.from({ length: columns * rows }, (_, cell) => {
      const cx = ((cell % columns) + 0.5) * stride;
      const cy = (Math.floor(cell / columns) + 0.5) * stride;
      return sides.map((side) => ({ cx, cy, side }));
    }).flat();
  });
}

/** The net halves the picture again and again, and each half is rounded down (the first one up). */
function cells(pixels: number, stride: number): number {
  let side = Math.floor((pixels + 1) / 2);
  for (let reached = 2; reached < stride; reached *= 2) side = Math.floor(side / 2);
  return side;
}
