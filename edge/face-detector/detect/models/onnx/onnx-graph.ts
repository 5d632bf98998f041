/** ONNX's number for each type that we write (TensorProto.DataType). */
export const DATA_TYPES = { float32: 1, int32: 6, int64: 7, float16: 10 } as const;

type DataType = keyof typeof DATA_TYPES;

/** A constant: little-endian bytes, row-major. */
export interface OnnxConstant {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** An attribute's value: a string, an integer or a list of integers. */
export type OnnxAttribute = string | number | readonly number[];

/** One operator of the default domain; an input named '' is left out. */
export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** A float32 tensor that goes in or comes out. */
export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A graph whose nodes stand in the order of their computation. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxConstant[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}
