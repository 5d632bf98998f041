import type { Box } from '../detect/box.ts';
import type { Frame, RawImage } from '../frame.ts';
import { cropRegion, type Region } from '../shot/crop-region.ts';

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
  return { frame: { ...frame, image: copyRegion(image, region) }, origin: [region.left, region.top] };
}

function copyRegion(image: RawImage, { left, top, width, height }: Region): RawImage {
  const data = Buffer.allocUnsafeSlow(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    const from = ((top + row) * image.width + left) * 3;
    image.data.copy(data, row * width * 3, from, from + width * 3);
  }
  return { type: 'rgb', data, width, height };
}
