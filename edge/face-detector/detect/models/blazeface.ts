import type { Detection } from '../detector.ts';

/** One grid of anchors over the input. */
interface AnchorGrid {
  /** Cells in each direction. */
  readonly cells: number;
  readonly anchorsPerCell: number;
}

export interface BlazefaceVariant {
  /** Of the square input, in pixels. */
  readonly side: number;
  readonly grids: readonly AnchorGrid[];
  /**
   * Tiles along a frame's shorter side. Measured, of 42 faces: with one full range finds 34 in place of 30, short range 22
   * in place of 14; back finds three more, and three more that are none.
   */
  readonly tiles: number;
}

const TWO_GRIDS: readonly AnchorGrid[] = [
  { cells: 16, anchorsPerCell: 2 },
  { cells: 8, anchorsPerCell: 6 },
];

/** MediaPipe's detectors, as its graphs face_detection_full_range, _short_range (front) and _back describe their anchors. */
export const BLAZEFACE_VARIANTS: readonly BlazefaceVariant[] = [
  { side: 192, grids: [{ cells: 48, anchorsPerCell: 1 }], tiles: 1 },
  { side: 128, grids: TWO_GRIDS, tiles: 1 },
  { side: 256, grids: TWO_GRIDS, tiles: 0 },
];

/** Centre x, centre y, width, height, then six keypoints: right eye, left eye, nose, mouth, right ear, left ear. */
export const BLAZEFACE_VALUES = 16;

/** [x, y] of each anchor's centre, in pixels of the input, in the order of the model's output. */
export function blazefaceAnchors(side: number, grids: readonly AnchorGrid[]): (readonly [number, number])[] {
  return grids.flatMap(({ cells, anchorsPerCell }) =>
    Array.from({ length: cells * cells * anchorsPerCell }, (_, i) => {
      const cell = Math.floor(i / anchorsPerCell);
      const centre = (index: number) => ((index + 0.5) / cells) * side;
      return [centre(cell % cells), centre(Math.floor(cell / cells))] as const;
    }),
  );
}

/**
 * Reads BlazeFace's outputs: `regressors` [anchors, 16] in pixels relative to the anchor, `logits` [anchors, 1].
 * Gives detections in pixels of the input, not yet free of overlaps.
 */
export function decodeBlazeface(
  regressors: Float32Array,
  logits: Float32Array,
  anchors: readonly (readonly [number, number])[],
  minScore: number,
): Detection[] {
  return anchors.flatMap(([anchorX, anchorY], i) => {
    const score = 1 / (1 + Math.exp(-(logits[i] ?? Number.NEGATIVE_INFINITY)));
    if (!(score >= minScore)) return [];
    const [cx = 0, cy = 0, width = 0, height = 0, ...points] = regressors.subarray(
      i * BLAZEFACE_VALUES,
      (i + 1) * BLAZEFACE_VALUES,
    );
    return {
      label: 'face',
      score,
      box: [anchorX + cx - width / 2, anchorY + cy - height / 2, width, height] as const,
      landmarks: pairs(points).map(([x, y]) => [anchorX + x, anchorY + y] as const),
    };
  });
}

function pairs(values: readonly number[]): [number, number][] {
  return Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i] ?? 0, values[2 * i + 1] ?? 0]);
}
