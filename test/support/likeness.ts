/** Luma, a byte a pixel, rows from the top. */
export interface Luma {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * How much of a picture's fine structure another of the same size has: the normalised cross-correlation of their
 * Laplacians, 1 for the same and about 0 for nothing in common, however alike their colours and shades are.
 */
export function likeness(a: Luma, b: Luma): number {
  const [edgesA, edgesB] = [laplacianOf(a), laplacianOf(b)];
  const strength = Math.sqrt(product(edgesA, edgesA) * product(edgesB, edgesB));
  return strength === 0 ? 0 : product(edgesA, edgesB) / strength;
}

/** Its mean is 0 but for the border. */
function laplacianOf({ data, width, height }: Luma): number[] {
  const at = (x: number, y: number) => data[y * width + x] ?? 0;
  return Array.from({ length: (width - 2) * (height - 2) }, (_, i) => {
    const [x, y] = [1 + (i % (width - 2)), 1 + Math.floor(i / (width - 2))];
    return at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y);
  });
}

function product(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
