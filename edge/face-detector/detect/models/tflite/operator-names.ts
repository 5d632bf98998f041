/** BuiltinOperator of tensorflow/lite/schema/schema.fbs, as far as detectors are known to use it. */
const NAMES: Readonly<Record<number, string>> = {
  0: 'ADD',
  1: 'AVERAGE_POOL_2D',
  2: 'CONCATENATION',
  3: 'CONV_2D',
  4: 'DEPTHWISE_CONV_2D',
  5: 'DEPTH_TO_SPACE',
  6: 'DEQUANTIZE',
  9: 'FULLY_CONNECTED',
  14: 'LOGISTIC',
  17: 'MAX_POOL_2D',
  18: 'MUL',
  19: 'RELU',
  21: 'RELU6',
  22: 'RESHAPE',
  23: 'RESIZE_BILINEAR',
  25: 'SOFTMAX',
  34: 'PAD',
  39: 'TRANSPOSE',
  40: 'MEAN',
  45: 'STRIDED_SLICE',
  54: 'PRELU',
  97: 'RESIZE_NEAREST_NEIGHBOR',
  114: 'QUANTIZE',
  117: 'HARD_SWISH',
  124: 'DENSIFY',
};

const CUSTOM = 32;

/** An operator's name for dispatch and for messages; one without a name here is called by its number. */
export function operatorName(builtin: number, customCode: string): string {
  return builtin === CUSTOM ? `CUSTOM(${customCode})` : (NAMES[builtin] ?? `BUILTIN(${builtin})`);
}
