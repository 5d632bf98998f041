import type { Box } from '../detect/box.ts';
import type { Frame } from '../frame.ts';
import { copyRegion } from '../image/copy-region.ts';
import { cropRegion } from '../shot/crop-region.ts';

/** A frame, or the part of it that begins at `origin` ([x, y] in pixels of the frame). */
export interface FramePart {
  readonly frame: Frame;
  readonly origin: readonly [number, number];
}

/**
 * What must be held of a frame so that `box` can be cut from it later with a margin (a share of the box): of raw pixels the
 * part around it alone, since a frame of 1080p has 6 MB of them. An encoded picture is small, and is held as it is.
 */
export function holdPart(frame: Frame, box: Box, marginShare: number): FramePart {
  const { image } = frame;
  if (image.type === 'encoded') return { frame, origin: [0, 0] };
  const region = cropRegion(box, marginShare, image);
  return {
    frame: { ...frame, image: { type: 'rgb', ...copyRegion(image, region) } },
    origin: [region.left, region.top],
  };
}
