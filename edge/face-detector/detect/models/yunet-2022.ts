import type { Detection } from '../detector.ts';
import type { Prior } from './ssd-priors.ts';

/** Of each default box: centre x and y, log width, log height, five landmarks. */
const VALUES = 14;

/** Variances of SSD (Liu et al. 2016, as its code scales them): of places and of sizes. */
const [PLACE, SIZE] = [0.1, 0.2];

/** The outputs, one row a default box: `loc` [rows, 14], `conf` [rows, 2] (background, face), `iou` [rows, 1]. */
export interface Yunet2022Rows {
  readonly loc: Float32Array;
  readonly conf: Float32Array;
  readonly iou: Float32Array;
}

/**
 * Reads the outputs of YuNet's 2022 generation. OpenCV's FaceDetectorYN of 4.5.4 to 4.7 reads a width with the variance of
 * places, up to a sixth wider than annotated faces; by that of sizes they agree. Landmarks: right eye,
 * left eye, nose, right and left corner of the mouth. Gives detections in pixels of the input, not yet free of overlaps.
 */
export function decodeYunet2022(rows: Yunet2022Rows, priors: readonly Prior[], minScore: number): Detection[] {
  return priors.flatMap((prior, i) => {
    const score = Math.sqrt((rows.conf[2 * i + 1] ?? 0) * Math.min(Math.max(rows.iou[i] ?? 0, 0), 1));
    return score >= minScore ? decodeRow(rows.loc.subarray(VALUES * i), prior, score) : [];
  });
}

function decodeRow(loc: Float32Array, { cx, cy, side }: Prior, score: number): Detection {
  const x = (k: number) => cx + (loc[k] ?? 0) * PLACE * side;
  const y = (k: number) => cy + (loc[k] ?? 0) * PLACE * side;
  const width = side * Math.exp((loc[2] ?? 0) * SIZE);
  const height = side * Math.exp((loc[3] ?? 0) * SIZE);
  return {
    label: 'face',
    score,
    box: [x(0) - width / 2, y(1) - height / 2, width, height],
    landmarks: [4, 6, 8, 10, 12].map((k) => [x(k), y(k + 1)]),
  };
}
