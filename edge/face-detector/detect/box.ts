/** [x, y, width, height] in pixels. */
export type Box = readonly [number, number, number, number];

export function areaOf([, , width, height]: Box): number {
  return Math.max(0, width) * Math.max(0, height);
}

/** Overlap of two boxes as a share of what they cover together, 0..1. */
export function intersectionOverUnion(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  const shared = areaOf([0, 0, width, height]);
  const together = areaOf(a) + areaOf(b) - shared;
  return together > 0 ? shared / together : 0;
}
