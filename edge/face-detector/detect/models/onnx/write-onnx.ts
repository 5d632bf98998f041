import protobuf from 'protobufjs/light.js';
import { DATA_TYPES, type OnnxAttribute, type OnnxConstant, type OnnxGraph, type OnnxNode } from './onnx-graph.ts';
import { onnxSchema } from './onnx-schema.ts';

/** The oldest that hold what we write, so that old runtimes read it too: onnx.proto's IR of 2021, operators of ONNX 1.8. */
const IR_VERSION = 7;
const OPERATOR_SET = 13;

const ModelProto = protobuf.Root.fromJSON(onnxSchema).lookupType('ModelProto');

/** AttributeProto.AttributeType */
const ATTRIBUTE_TYPES = { int: 2, string: 3, ints: 7 } as const;

/** A graph as the bytes of an ONNX file. */
export function writeOnnx(graph: OnnxGraph): Uint8Array {
  const model = {
    irVersion: IR_VERSION,
    producerName: 'vedette',
    opsetImport: [{ version: OPERATOR_SET }],
    graph: {
      name: 'graph',
      node: graph.nodes.map(nodeProto),
      initializer: graph.constants.map(tensorProto),
      input: graph.inputs.map(valueInfoProto),
      output: graph.outputs.map(valueInfoProto),
    },
  };
  return ModelProto.encode(ModelProto.create(model)).finish();
}

function nodeProto({ operator, inputs, output, attributes }: OnnxNode) {
  const attribute = Object.entries(attributes).map(([name, value]) => attributeProto(name, value));
  return { opType: operator, input: inputs, output: [output], attribute };
}

function attributeProto(name: string, value: OnnxAttribute) {
  if (typeof value === 'string') return { name, type: ATTRIBUTE_TYPES.string, s: Buffer.from(value) };
  if (typeof value === 'number') return { name, type: ATTRIBUTE_TYPES.int, i: value };
  return { name, type: ATTRIBUTE_TYPES.ints, ints: value };
}

function tensorProto({ name, type, shape, data }: OnnxConstant) {
  return { name, dataType: DATA_TYPES[type], dims: shape, rawData: data };
}

function valueInfoProto({ name, shape }: { name: string; shape: readonly number[] }) {
  const dim = shape.map((dimValue) => ({ dimValue }));
  return { name, type: { tensorType: { elemType: DATA_TYPES.float32, shape: { dim } } } };
}
