import type { Size } from '../../image/size.ts';
import type { Detection } from '../detector.ts';

const STRIDES = [8, 16, 32] as const;

/** Before the classes: centre x and y, log width, log height, objectness. */
export const YOLOX_VALUES = 5;

/** Where a row of the output lies in the input. */
export interface YoloxCell {
  readonly column: number;
  readonly row: number;
  /** Sides of the cell in pixels. */
  readonly stride: number;
}

/** Whether the coarsest grid's cells fill an input. */
export function isYoloxSize({ width, height }: Size): boolean {
  return width % 32 === 0 && height % 32 === 0;
}

/** The cells in the order of the output's rows: grid by grid, the finest first, row by row. */
export function yoloxCells({ width, height }: Size): YoloxCell[] {
  return STRIDES.flatMap((stride) => {
    const columns = width / stride;
    return Array.from({ length: columns * (height / stride) }, (_, i) => ({
      column: i % columns,
      row: Math.floor(i / columns),
      stride,
    }));
  });
}

/**
 * Reads YOLOX's output [cells, 5 + classes], whose scores are sigmoids already, each cell as its surest class. Gives
 * detections in pixels of the input, not yet free of overlaps.
 */
export function decodeYolox(
  output: Float32Array,
  cells: readonly YoloxCell[],
  labels: readonly string[],
  minScore: number,
): Detection[] {
  const values = YOLOX_VALUES + labels.length;
  return cells.flatMap((cell, i) => {
    const objectness = output[i * values + 4] ?? 0;
    if (!(objectness >= minScore)) return []; // no class makes it more
    const row = output.subarray(i * values, (i + 1) * values);
    const best = surestClass(row);
    const score = objectness * (row[YOLOX_VALUES + best] ?? 0);
    const label = labels[best];
    return score >= minScore && label !== undefined ? { label, score, box: boxOf(row, cell), landmarks: [] } : [];
  });
}

function surestClass(row: Float32Array): number {
  const scores = row.subarray(YOLOX_VALUES);
  return scores.reduce((best, score, k) => (score > (scores[best] ?? 0) ? k : best), 0);
}

function boxOf([x = 0, y = 0, logWidth = 0, logHeight = 0]: Float32Array, cell: YoloxCell): Detection['box'] {
  const { column, row, stride } = cell;
  const [width, height] = [Math.exp(logWidth) * stride, Math.exp(logHeight) * stride];
  return [(x + column) * stride - width / 2, (y + row) * stride - height / 2, width, height];
}
