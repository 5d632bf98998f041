import type { Pixels } from './pixels.ts';

/** A picture of even sides at half its size, each pixel the mean of four: what cameras give is often twice what a model sees. */
export function halve({ data, width, height }: Pixels): Pixels {
  const row = 3 * width;
  const half = Buffer.allocUnsafeSlow((data.length / 4) | 0);
  const byte = (index: number) => data[index] as number;
  for (let y = 0, to = 0; y < height; y += 2) {
    for (let x = y * row; x < (y + 1) * row; x += 6) {
      for (let at = x; at < x + 3; at += 1, to += 1) {
        half[to] = (byte(at) + byte(at + 3) + byte(at + row) + byte(at + row + 3) + 2) >> 2;
      }
    }
  }
  return { data: half, width: width / 2, height: height / 2 };
}
