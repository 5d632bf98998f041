/** How a picture has to be turned to stand upright: first rotated, then mirrored. */
export interface Turn {
  /** Degrees, clockwise. */
  readonly rotate: 0 | 90 | 180 | 270;
  /** Left and right are swapped. With a rotation by 180 degrees it is up and down. */
  readonly mirror: boolean;
}

/** EXIF's numbers (JEITA CP-3451, Orientation) by quarter turns; beside each, the same mirrored. */
const ORIENTATIONS = [
  [1, 2],
  [6, 5],
  [3, 4],
  [8, 7],
] as const;

export function isUpright({ rotate, mirror }: Turn): boolean {
  return rotate === 0 && !mirror;
}

/** EXIF's number for a picture of this `orientation` that is also to be turned; a number that EXIF does not know counts as 1. */
export function turnOrientation(orientation: number, { rotate, mirror }: Turn): number {
  const quarters = Math.max(
    0,
    ORIENTATIONS.findIndex((pair) => pair.some((known) => known === orientation)),
  );
  const isMirrored = ORIENTATIONS[quarters]?.[1] === orientation;
  // What is mirrored first turns the other way.
  const turned = (quarters + (isMirrored ? -rotate : rotate) / 90 + 4) % 4;
  return ORIENTATIONS[turned]?.[isMirrored === mirror ? 0 : 1] ?? 1;
}
