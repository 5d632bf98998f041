/**
 * Variance of the Laplacian of a picture's luma (`width` * `height` bytes, rows from the top): higher is sharper.
 * The border has no neighbours and is left out; 0 for a picture without an inside.
 */
export function varianceOfLaplacian(luma: Uint8Array, width: number, height: number): number {
  const at = (i: number) => luma[i] as number;
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let i = y * width + 1; i < (y + 1) * width - 1; i += 1) {
      const value = at(i - width) + at(i + width) + at(i - 1) + at(i + 1) - 4 * at(i);
      count += 1;
      sum += value;
      squares += value * value;
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}
