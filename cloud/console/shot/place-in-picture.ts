import type { StoredShot } from '../api/shapes.ts';

/** In pixels of the frame, or as shares of the picture's width and height. */
interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Marks {
  readonly box: Rectangle;
  readonly landmarks: readonly { readonly x: number; readonly y: number }[];
}

/**
 * Where the detection lies in the shot's picture, which shows a part of the frame: its box with the same margin on each
 * side, where the frame has as much. The message does not say the margin; it follows from the picture's shape.
 */
export function marksOf(shot: StoredShot): Marks | undefined {
  if (shot.kind === 'frame' || !shot.image) return undefined;
  const { box, frame, landmarks } = shot;
  const cut = cutOf(box, frame, shot.image.reduced?.from ?? shot.image);
  const [x, y, width, height] = box;
  return {
    box: {
      left: (x - cut.left) / cut.width,
      top: (y - cut.top) / cut.height,
      width: width / cut.width,
      height: height / cut.height,
    },
    landmarks: landmarks.map(([px, py]) => ({ x: (px - cut.left) / cut.width, y: (py - cut.top) / cut.height })),
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

type Box = readonly [x: number, y: number, width: number, height: number];

/** What the detector does unless it is told otherwise; a picture with this longest side was made smaller. */
const USUAL = { margin: 0.3, longestSide: 512 };
const MOST_MARGIN = 2;
const STEPS = 100;
/** Whole pixels that rounding may differ by. */
const SLACK = 2;

function cutOf(box: Box, frame: Size, image: Size): Rectangle {
  const usual = cutWith(USUAL.margin, box, frame);
  if (Math.max(image.width, image.height) >= USUAL.longestSide) return usual;
  let best = usual;
  for (let step = 0; step <= MOST_MARGIN * STEPS; step++) {
    const cut = cutWith(step / STEPS, box, frame);
    if (misfit(cut, image) < misfit(best, image)) best = cut;
  }
  return misfit(best, image) <= SLACK ? best : usual;
}

/** As the detector cuts: whole pixels, inside the frame. */
function cutWith(margin: number, [x, y, width, height]: Box, frame: Size): Rectangle {
  const left = Math.max(Math.floor(x - width * margin), 0);
  const top = Math.max(Math.floor(y - height * margin), 0);
  const right = Math.min(Math.ceil(x + width * (1 + margin)), frame.width);
  const bottom = Math.min(Math.ceil(y + height * (1 + margin)), frame.height);
  return { left, top, width: Math.max(right - left, 1), height: Math.max(bottom - top, 1) };
}

function misfit(cut: Size, image: Size): number {
  return Math.abs(cut.width - image.width) + Math.abs(cut.height - image.height);
}
