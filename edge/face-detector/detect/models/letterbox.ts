import type { Size } from '../../image/size.ts';
import type { Detection } from '../detector.ts';

/** Where a frame lies in a model's input: scaled by `scale` in each direction, its top left corner at (left, top). */
export interface Letterbox {
  /** The frame in the input's pixels. */
  readonly inner: Size;
  /** The input. */
  readonly outer: Size;
  readonly left: number;
  readonly top: number;
  readonly frame: Size;
}

/** Fits a frame into an input of fixed size, undistorted, in its top left corner. */
export function fitTopLeft(frame: Size, outer: Size): Letterbox {
  const inner = scaled(frame, Math.min(outer.width / frame.width, outer.height / frame.height));
  return { frame, inner, outer, left: 0, top: 0 };
}

/** Fits a frame into an input of fixed size, undistorted, in its middle. */
export function fitInside(frame: Size, outer: Size): Letterbox {
  const { inner } = fitTopLeft(frame, outer);
  const left = Math.floor((outer.width - inner.width) / 2);
  const top = Math.floor((outer.height - inner.height) / 2);
  return { frame, inner, outer, left, top };
}

/**
 * Scales a frame so that its longest side is at most `maxSide`, and at least `minSide` unless that is more; pads it right
 * and below to multiples of `multiple`.
 */
export function padToMultiple(frame: Size, maxSide: number, multiple: number, minSide = 1): Letterbox {
  const longest = Math.max(frame.width, frame.height);
  const inner = scaled(frame, Math.min(Math.max(longest, minSide), maxSide) / longest);
  const padded = (pixels: number) => Math.ceil(pixels / multiple) * multiple;
  return { frame, inner, outer: { width: padded(inner.width), height: padded(inner.height) }, left: 0, top: 0 };
}

/** Takes a detection from the input's pixels to the frame's, its box clipped to the frame; undefined if nothing is left. */
export function toFrame(detection: Detection, { frame, inner, left, top }: Letterbox): Detection | undefined {
  const frameX = (x: number) => ((x - left) * frame.width) / inner.width;
  const frameY = (y: number) => ((y - top) * frame.height) / inner.height;
  const [x, y, width, height] = detection.box;
  const x0 = clamp(frameX(x), frame.width);
  const y0 = clamp(frameY(y), frame.height);
  const x1 = clamp(frameX(x + width), frame.width);
  const y1 = clamp(frameY(y + height), frame.height);
  if (!(x1 > x0 && y1 > y0)) return undefined; // also where the model said NaN
  return {
    ...detection,
    box: [x0, y0, x1 - x0, y1 - y0],
    landmarks: detection.landmarks.map(([px, py]) => [frameX(px), frameY(py)]),
  };
}

/** At least one pixel: a line of 6000x4 has a height too. */
function scaled({ width, height }: Size, scale: number): Size {
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
