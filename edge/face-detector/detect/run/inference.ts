import type { Size } from '../../image/size.ts';
import type { Detection, ModelInfo } from '../detector.ts';
import type { GraphSignature } from '../models/detection-model.ts';

/** A picture as a model takes it. */
export interface ModelInput {
  /** In the model's own layout, 3 * width * height. */
  readonly values: Float32Array<ArrayBuffer>;
  readonly size: Size;
}

export interface Inferred {
  /** In pixels of the input, free of overlaps. */
  readonly detections: readonly Detection[];
  /** The input's values, which nobody needs any more. */
  readonly values: Float32Array<ArrayBuffer>;
}

/** Runs a model's net and reads what it gives. */
export interface Inference {
  readonly model: ModelInfo;
  readonly signature: GraphSignature;
  /** Runs that it does at the same time. */
  readonly width: number;
  /** The input's values belong to it until it has answered. */
  infer(input: ModelInput): Promise<Inferred>;
  close(): Promise<void>;
}
