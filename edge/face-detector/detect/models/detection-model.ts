import type { Size } from '../../image/size.ts';
import type { Detection } from '../detector.ts';
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

/** How a model wants its one input, a float32 picture whose values are byte * scale + offset. */
export interface InputFormat {
  /** [1, 3, height, width] or [1, height, width, 3] */
  readonly layout: 'nchw' | 'nhwc';
  readonly order: 'rgb' | 'bgr';
  readonly scale: number;
  readonly offset: number;
  /** The grey, 0..255, that lies around a frame which does not fill the input. */
  readonly padding: number;
}

/** How a known detector is fed and read. */
export interface DetectionModel {
  readonly format: InputFormat;
  /** Least score of a detection unless another is asked for. */
  readonly minScore: number;
  /** A detection of this score is hardly ever wrong: some sightings of it make a track believed. `minScore` unless given. */
  readonly sureScore?: number;
  /** Detections of one label that overlap by more than this (IoU) are one. */
  readonly maxOverlap: number;
  /** The labels of what may be sent, of all that it finds. */
  readonly labels: readonly string[];
  /** Tiles along a frame's shorter side that it is looked at in, beside the whole; 0 for the whole alone. */
  readonly tiles: number;
  letterbox(frame: Size): Letterbox;
  /** Detections in pixels of the input, not yet free of overlaps; of other labels too where they are to be hidden. */
  decode(outputs: Outputs, input: Size, minScore: number): Detection[];
}

/** What is known of a model beside its graph. */
export interface ModelOptions {
  /** Longest side of a frame as a model of free size sees it, in pixels. */
  readonly maxSide: number;
  /** A frame whose longest side is shorter is enlarged to it for a model of free size, in pixels; none unless given. */
  readonly minSide?: number | undefined;
  /** What the classes of a detector of objects are called; COCO's unless given. */
  readonly classes?: readonly string[] | undefined;
}

/** Where a picture's channels stand: last, where the last side is 3. */
export function layoutOf(inputs: readonly GraphValue[]): InputFormat['layout'] {
  return inputs[0]?.shape[3] === 3 ? 'nhwc' : 'nchw';
}

/** The size of a graph's one picture, undefined where it is free. */
export function fixedSize(inputs: readonly GraphValue[], layout: InputFormat['layout'] = 'nchw'): Size | undefined {
  const [height, width] = inputs[0]?.shape.slice(layout === 'nchw' ? 2 : 1) ?? [];
  return typeof height === 'number' && typeof width === 'number' ? { width, height } : undefined;
}

/** An output's values. A graph gives every output that its signature names: anything else is a defect. */
export function valuesOf(outputs: Outputs, name: string): Float32Array {
  const values = outputs[name];
  if (!values) throw new Error(`the model gave no output ${name}`);
  return values;
}
