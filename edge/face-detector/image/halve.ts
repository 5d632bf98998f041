import type { Pixels } from './pixels.ts';

/** A picture of even sides at half its size, each pixel the mean of four: what cameras give is often twice what a model sees. */
export function halve({ data, width, height }: Pixels): Pixels {
  const row = 3 * width;
  const half = Buffer.allocUnsafeSlow((data.length / 4) | 0);
  for (let y = 0, to = 0; y < height; y += 2) {
    for (let at = y * row; at < (y + 1) * row; at += 6, to += 3) {
      half[to] = meanOfFour(data, at, row);
      half[to + 1] = meanOfFour(data, at + 1, row);
      half[to + 2] = meanOfFour(data, at + 2, row);
    }
  }
  return { data: half, width: width / 2, height: height / 2 };
}

/** Of one channel: of its byte at `at`, the next pixel's and those in the row below. */
function meanOfFour(data: Uint8Array, at: number, row: number): number {
  const above = (data[at] as number) + (data[at + 3] as number);
  const below = (data[at + row] as number) + (data[at + row + 3] as number);
  return (above + below + 2) >> 2;
}
