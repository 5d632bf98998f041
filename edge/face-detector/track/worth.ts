import type { Detection } from '../detect/detector.ts';
import type { Size } from '../image/size.ts';
import { frontality } from '../shot/pose.ts';

/** A face of this side, px, is worth half of one that is as large as can be. */
const HALF_SIDE = 40;
/** What a picture is worth at least, as a share, however blurred it is, or turned away. */
const LEAST_SHARPNESS = 0.5;
const LEAST_POSE = 0.4;
/** What touches the edge of the frame is cut off there. */
const CUT_OFF = 0.5;

/** What a shot of this would be worth, 0..1: it is sure, large, sharp, frontal and whole. What is not known takes nothing. */
export function worthOf({ score, box, landmarks, sharpness = 1 }: Detection, frame: Size): number {
  const side = Math.sqrt(box[2] * box[3]);
  const pose = landmarks.length === 0 ? 1 : frontality(landmarks);
  return (
    score *
    (side / (side + HALF_SIDE)) *
    atLeast(LEAST_SHARPNESS, sharpness) *
    atLeast(LEAST_POSE, pose) *
    (isCutOff(box, frame) ? CUT_OFF : 1)
  );
}

function atLeast(least: number, share: number): number {
  return least + (1 - least) * share;
}

/** Whether a box comes to within a pixel of the frame's edge, which boxes are clipped to. */
function isCutOff([x, y, width, height]: Detection['box'], frame: Size): boolean {
  return x <= 1 || y <= 1 || x + width >= frame.width - 1 || y + height >= frame.height - 1;
}
