/** The data types that face detectors hold, as the schema's TensorType numbers them. */
export const TENSOR_TYPES = { 0: 'float32', 1: 'float16', 2: 'int32' } as const;

type TensorType = (typeof TENSOR_TYPES)[keyof typeof TENSOR_TYPES];

/** A tensor of a TensorFlow Lite graph; pictures are NHWC: [batch, height, width, channels]. */
export interface TfliteTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Undefined for a type that none of our operators takes. */
  readonly type: TensorType | undefined;
  /** Little-endian bytes, row-major; undefined for what is computed. */
  readonly data: Uint8Array | undefined;
}

/** A convolution's or a pool's options. */
export interface WindowOptions {
  readonly padding: 'SAME' | 'VALID';
  /** [rows, columns] */
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  /** A pool's; a convolution's follows from its weights. */
  readonly kernel: readonly [number, number];
}

/** What follows an operator inside it, as the schema's ActivationFunctionType numbers it. */
export const ACTIVATIONS = ['NONE', 'RELU', 'RELU_N1_TO_1', 'RELU6', 'TANH', 'SIGN_BIT'] as const;

export type Activation = (typeof ACTIVATIONS)[number];

/** One operator; `inputs` and `outputs` are indices of tensors, an input of -1 is left out. */
export interface TfliteOperator {
  readonly name: string;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly activation: Activation;
  readonly window?: WindowOptions;
  readonly axis?: number;
  readonly resize?: { readonly alignCorners: boolean; readonly halfPixelCenters: boolean };
}

/** A model's one graph, free of its file's format. */
export interface TfliteGraph {
  readonly tensors: readonly TfliteTensor[];
  readonly operators: readonly TfliteOperator[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}
