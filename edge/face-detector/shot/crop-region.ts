import type { Box } from '../detect/box.ts';
import type { Size } from '../image/size.ts';

/** Whole pixels of a frame. */
export interface Region extends Size {
  readonly left: number;
  readonly top: number;
}

/** The pixels to cut for a box: with a margin on each side (a share of the box), inside the frame, at least 1x1. */
export function cropRegion([x, y, width, height]: Box, marginShare: number, frame: Size): Region {
  const [left, right] = span(x, width, marginShare, frame.width);
  const [top, bottom] = span(y, height, marginShare, frame.height);
  return { left, top, width: right - left, height: bottom - top };
}

function span(start: number, length: number, marginShare: number, most: number): [number, number] {
  const margin = length * marginShare;
  const from = Math.min(Math.max(Math.floor(start - margin), 0), most - 1);
  const to = Math.min(Math.ceil(start + length + margin), most);
  return [from, Math.max(to, from + 1)];
}
