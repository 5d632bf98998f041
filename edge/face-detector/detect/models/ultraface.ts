import type { Size } from '../../image/size.ts';
import type { Detection } from '../detector.ts';

/**
 * Reads UltraFace's outputs, whose graph has applied its default boxes: `scores` [rows, 2] (background, face), `boxes`
 * [rows, 4] (left, top, right, bottom as shares of the input). It knows no landmarks. Gives detections in pixels of the
 * input, not yet free of overlaps.
 */
export function decodeUltraface(scores: Float32Array, boxes: Float32Array, input: Size, minScore: number): Detection[] {
  const found: Detection[] = [];
  for (let row = 0; 2 * row < scores.length; row += 1) {
    const score = scores[2 * row + 1] ?? 0;
    if (score >= minScore) found.push({ label: 'face', score, box: boxAt(boxes, row, input), landmarks: [] });
  }
  return found;
}

function boxAt(boxes: Float32Array, row: number, { width, height }: Size): Detection['box'] {
  const [left = 0, top = 0, right = 0, bottom = 0] = boxes.subarray(4 * row, 4 * row + 4);
  return [left * width, top * height, (right - left) * width, (bottom - top) * height];
}
