import type { Size } from '../../image/size.ts';
import type { Detection } from '../detector.ts';

export const YUNET_STRIDES = [8, 16, 32] as const;

/** The input's sides are multiples of the coarsest grid's cell. */
export const YUNET_MULTIPLE = 32;

/** One stride's outputs: scores [cells, 1], boxes [cells, 4], five landmarks [cells, 10]; cells in rows from the top. */
export interface YunetGrid {
  readonly stride: number;
  readonly cls: Float32Array;
  readonly obj: Float32Array;
  readonly bbox: Float32Array;
  readonly kps: Float32Array;
}

/**
 * Reads YuNet's outputs (2023 generation, as OpenCV's FaceDetectorYN does). Landmarks: right eye, left eye, nose,
 * right and left corner of the mouth. Gives detections in pixels of the input, not yet free of overlaps.
 */
export function decodeYunet(grids: readonly YunetGrid[], input: Size, minScore: number): Detection[] {
  return grids.flatMap((grid) => decodeGrid(grid, Math.floor(input.width / grid.stride), minScore));
}

function decodeGrid(grid: YunetGrid, columns: number, minScore: number): Detection[] {
  const found: Detection[] = [];
  for (let cell = 0; cell < grid.cls.length; cell += 1) {
    const score = Math.sqrt(share(grid.cls[cell]) * share(grid.obj[cell]));
    if (score >= minScore) found.push(decodeCell(grid, cell, columns, score));
  }
  return found;
}

function decodeCell({ stride, bbox, kps }: YunetGrid, cell: number, columns: number, score: number): Detection {
  const column = cell % columns;
  const row = Math.floor(cell / columns);
  const [dx = 0, dy = 0, logWidth = 0, logHeight = 0] = bbox.subarray(4 * cell, 4 * cell + 4);
  const width = Math.exp(logWidth) * stride;
  const height = Math.exp(logHeight) * stride;
  const point = (k: number): [number, number] => [
    ((kps[10 * cell + 2 * k] ?? 0) + column) * stride,
    ((kps[10 * cell + 2 * k + 1] ?? 0) + row) * stride,
  ];
  return {
    label: 'face',
    score,
    box: [(column + dx) * stride - width / 2, (row + dy) * stride - height / 2, width, height],
    landmarks: [0, 1, 2, 3, 4].map(point),
  };
}

/** The scores are sigmoids already; rounding in half precision may carry them beyond 0..1. */
function share(value: number | undefined): number {
  return Math.min(Math.max(value ?? 0, 0), 1);
}
