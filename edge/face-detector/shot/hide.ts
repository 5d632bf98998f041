import type { Pixels } from '../image/pixels.ts';
import type { Region } from './crop-region.ts';
import type { HiddenPlace } from './places-to-hide.ts';

const GREY = 0x80;

/** Mean colours of the squares that a region is laid out in: RGB in whole numbers, rows from the top. */
interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly means: Float64Array;
}

/**
 * Hides places of a picture, in its own pixels. All that is left of a place are the mean colours of a few squares, so that
 * nobody can compute back what was there: as flat squares where it is pixelated, as a smooth course between their middles
 * where it is blurred. Of `none`, nothing is left.
 */
export function hide(pixels: Pixels, places: readonly HiddenPlace[]): void {
  for (const { method, region, cell } of places) {
    if (method === 'none') paintGrey(pixels, region);
    else paint(pixels, region, gridOf(pixels, region, cell), method === 'blurred');
  }
}

function paintGrey({ data, width }: Pixels, region: Region): void {
  for (let row = region.top; row < region.top + region.height; row += 1) {
    const from = (row * width + region.left) * 3;
    data.fill(GREY, from, from + region.width * 3);
  }
}

function gridOf({ data, width }: Pixels, region: Region, cell: number): Grid {
  const columns = squaresIn(region.width, cell);
  const rows = squaresIn(region.height, cell);
  const means = new Float64Array(columns * rows * 3);
  const counts = new Uint32Array(columns * rows);
  for (let y = 0; y < region.height; y += 1) {
    const row = Math.floor((y * rows) / region.height);
    let at = ((region.top + y) * width + region.left) * 3;
    for (let x = 0; x < region.width; x += 1, at += 3) {
      const square = row * columns + Math.floor((x * columns) / region.width);
      counts[square] = (counts[square] as number) + 1;
      for (let channel = 0; channel < 3; channel += 1) add(means, square * 3 + channel, data[at + channel] as number);
    }
  }
  return {
    columns,
    rows,
    means: means.map((sum, index) => Math.round(sum / (counts[Math.floor(index / 3)] as number))),
  };
}

/** No square is smaller than `cell`, unless it is the only one. */
function squaresIn(length: number, cell: number): number {
  return Math.max(1, Math.min(length, Math.floor(length / cell)));
}

function add(sums: Float64Array, index: number, value: number): void {
  sums[index] = (sums[index] as number) + value;
}

function paint({ data, width }: Pixels, region: Region, { columns, rows, means }: Grid, isSmooth: boolean): void {
  const across = squaresAt(region.width, columns, isSmooth);
  const lines = Array.from({ length: rows }, (_, row) =>
    stretch(means.subarray(row * columns * 3, (row + 1) * columns * 3), across),
  );
  squaresAt(region.height, rows, isSmooth).forEach((position, y) => {
    const row = Math.floor(position);
    const above = lines[row] as Float64Array;
    const below = lines[Math.min(row + 1, rows - 1)] as Float64Array;
    const from = ((region.top + y) * width + region.left) * 3;
    for (let i = 0; i < above.length; i += 1) data[from + i] = between(above, i, below, i, position - row) + 0.5;
  });
}

/** Where each pixel of a line lies among its squares: in one of them, or somewhere from the middle of one to the next's. */
function squaresAt(length: number, squares: number, isSmooth: boolean): Float64Array {
  return Float64Array.from({ length }, (_, pixel) => {
    if (!isSmooth) return Math.floor((pixel * squares) / length);
    return Math.min(Math.max(((pixel + 0.5) * squares) / length - 0.5, 0), squares - 1);
  });
}

/** A row of squares (RGB) as the line of pixels that lie there. */
function stretch(squares: Float64Array, positions: Float64Array): Float64Array {
  const line = new Float64Array(positions.length * 3);
  positions.forEach((position, pixel) => {
    const left = Math.floor(position) * 3;
    const right = Math.min(left + 3, squares.length - 3);
    for (let channel = 0; channel < 3; channel += 1) {
      line[pixel * 3 + channel] = between(squares, left + channel, squares, right + channel, position - left / 3);
    }
  });
  return line;
}

function between(a: Float64Array, i: number, b: Float64Array, j: number, share: number): number {
  return (a[i] as number) * (1 - share) + (b[j] as number) * share;
}
