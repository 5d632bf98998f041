import type { ParametersOf } from '../operation.ts';

/** How a picture becomes black and white. */
export type Binarization = ParametersOf<'threshold'>;
/** What is drawn where. */
export type Drawing = ParametersOf<'contours'>;

/** `#rrggbb` as red, green and blue, 0..255. */
export function rgbOf(color: string): [number, number, number] {
  const value = Number.parseInt(color.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
