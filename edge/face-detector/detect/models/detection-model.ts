import type { Size } from '../../image/size.ts';
import type { Detection } from '../detector.ts';
import type { PixelFormat } from '../to-tensor.ts';
import type { Letterbox } from './letterbox.ts';

/** A tensor that a graph takes or gives; a side of free size is a string, its name. */
export interface GraphValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

/** What a graph takes and gives: enough to know which detector it is. */
export interface GraphSignature {
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
}

/** What a run gave, by name. */
export type Outputs = Readonly<Record<string, Float32Array>>;

/** How a known detector is fed and read; its one input is [1, 3, height, width]. */
export interface FaceModel {
  readonly pixels: PixelFormat;
  /** Least score of a detection unless another is asked for. */
  readonly minScore: number;
  letterbox(frame: Size): Letterbox;
  /** Detections in pixels of the input, not yet free of overlaps. */
  decode(outputs: Outputs, input: Size, minScore: number): Detection[];
}

export interface ModelOptions {
  /** Longest side of a frame as a model of free size sees it, in pixels. */
  readonly maxSide: number;
}

/** The size of a graph's one picture [1, 3, height, width], undefined where it is free. */
export function fixedSize(inputs: readonly GraphValue[]): Size | undefined {
  const [, , height, width] = inputs[0]?.shape ?? [];
  return typeof height === 'number' && typeof width === 'number' ? { width, height } : undefined;
}

/** An output's values. A graph gives every output that its signature names: anything else is a defect. */
export function valuesOf(outputs: Outputs, name: string): Float32Array {
  const values = outputs[name];
  if (!values) throw new Error(`the model gave no output ${name}`);
  return values;
}
