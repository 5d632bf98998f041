import { ByteBuffer } from 'flatbuffers';
import { BrokenFlatBufferError, FlatTable } from './flat-table.ts';
import { operatorName } from './operator-names.ts';
import {
  ACTIVATIONS,
  type Activation,
  TENSOR_TYPES,
  type TfliteGraph,
  type TfliteOperator,
  type TfliteTensor,
  type WindowOptions,
} from './tflite-graph.ts';

// Numbers of fields in tensorflow/lite/schema/schema.fbs, in the order that its tables declare them.
const MODEL = { operatorCodes: 1, subgraphs: 2, buffers: 4 } as const;
const OPERATOR_CODE = { deprecatedBuiltinCode: 0, customCode: 1, builtinCode: 3 } as const;
const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3 } as const;
const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3 } as const;
const OPERATOR = { opcodeIndex: 0, inputs: 1, outputs: 2, builtinOptions: 4 } as const;
const BUFFER = { data: 0 } as const;

/** Reads a TensorFlow Lite model's first graph; its tensors' data are views on `file`. Throws BrokenFlatBufferError. */
export function readTflite(file: Uint8Array): TfliteGraph {
  const bytes = new ByteBuffer(file);
  const model = FlatTable.root(bytes);
  if (!bytes.__has_identifier('TFL3')) throw new BrokenFlatBufferError('it has no TFL3 mark');
  const [graph] = model.tables(MODEL.subgraphs);
  if (!graph) throw new BrokenFlatBufferError('it holds no graph');
  const buffers = model.tables(MODEL.buffers).map((buffer) => buffer.bytes(BUFFER.data));
  const names = model.tables(MODEL.operatorCodes).map(readOperatorName);
  return {
    tensors: graph.tables(SUBGRAPH.tensors).map((tensor) => readTensor(tensor, buffers)),
    operators: graph.tables(SUBGRAPH.operators).map((operator) => readOperator(operator, names)),
    inputs: graph.int32s(SUBGRAPH.inputs),
    outputs: graph.int32s(SUBGRAPH.outputs),
  };
}

/** Older files have one byte for the code, newer ones four as well: the larger is the operator (schema.fbs, v3a). */
function readOperatorName(code: FlatTable): string {
  const builtin = Math.max(code.int8(OPERATOR_CODE.deprecatedBuiltinCode), code.int32(OPERATOR_CODE.builtinCode));
  return operatorName(builtin, code.text(OPERATOR_CODE.customCode));
}

function readTensor(tensor: FlatTable, buffers: readonly Uint8Array[]): TfliteTensor {
  const data = buffers[tensor.int32(TENSOR.buffer)];
  return {
    name: tensor.text(TENSOR.name),
    shape: tensor.int32s(TENSOR.shape),
    type: TENSOR_TYPES[tensor.int8(TENSOR.type) as keyof typeof TENSOR_TYPES],
    data: data && data.length > 0 ? data : undefined,
  };
}

function readOperator(operator: FlatTable, names: readonly string[]): TfliteOperator {
  const name = names[operator.int32(OPERATOR.opcodeIndex)];
  if (name === undefined) throw new BrokenFlatBufferError('an operator has no code');
  const options = operator.table(OPERATOR.builtinOptions);
  return {
    name,
    inputs: operator.int32s(OPERATOR.inputs),
    outputs: operator.int32s(OPERATOR.outputs),
    activation: 'NONE',
    ...(options ? readOptions(name, options) : {}),
  };
}

type Options = Partial<Pick<TfliteOperator, 'activation' | 'window' | 'axis' | 'resize'>>;

function readOptions(name: string, options: FlatTable): Options {
  switch (name) {
    case 'CONV_2D':
      return { window: readWindow(options, { dilation: 4 }), activation: readActivation(options, 3) };
    case 'DEPTHWISE_CONV_2D':
      return { window: readWindow(options, { dilation: 5 }), activation: readActivation(options, 4) };
    case 'MAX_POOL_2D':
      return { window: readWindow(options, { kernel: 3 }), activation: readActivation(options, 5) };
    case 'ADD':
      return { activation: readActivation(options, 0) };
    case 'CONCATENATION':
      return { axis: options.int32(0), activation: readActivation(options, 1) };
    case 'RESIZE_BILINEAR':
      return { resize: { alignCorners: options.bool(2), halfPixelCenters: options.bool(3) } };
    default:
      return {};
  }
}

/** Width stands before height in the schema; we have rows first, as in a shape. */
function readWindow(options: FlatTable, at: { kernel?: number; dilation?: number }): WindowOptions {
  const pair = (field: number | undefined): [number, number] =>
    field === undefined ? [1, 1] : [options.int32(field + 1, 1), options.int32(field, 1)];
  return {
    padding: options.int8(0) === 0 ? 'SAME' : 'VALID',
    strides: pair(1),
    kernel: pair(at.kernel),
    dilations: pair(at.dilation),
  };
}

function readActivation(options: FlatTable, field: number): Activation {
  const activation = ACTIVATIONS[options.int8(field)];
  if (activation === undefined) throw new BrokenFlatBufferError('an activation has an unknown number');
  return activation;
}
