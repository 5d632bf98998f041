import protobuf from 'protobufjs/light.js';
import { onnxSchema } from './onnx-schema.ts';

// Numbers of fields in onnx/onnx.proto3.
const GRAPH = 7;
const [INPUT, OUTPUT, VALUE_INFO] = [11, 12, 13];

const LENGTH_DELIMITED = 2;

const ValueInfoProto = protobuf.Root.fromJSON(onnxSchema).lookupType('ValueInfoProto');

/** What a side of a tensor says: a number, or a name where it is free. */
interface Dimension {
  dimValue?: number;
  dimParam?: string;
}

/**
 * An ONNX file whose one picture, [1, 3, height, width] in the file, may have any size: for graphs that compute with the
 * size they are given, and were only exported with one. The sizes noted in between go; the runtime infers them.
 */
export function freeInputSize(onnx: Uint8Array): Uint8Array {
  return rewrite(onnx, (number, model) => (number === GRAPH ? rewrite(model, freeSides) : model));
}

function freeSides(number: number, value: Uint8Array): Uint8Array | undefined {
  if (number === VALUE_INFO) return undefined;
  if (number === INPUT) return nameSides(value, { 2: 'height', 3: 'width' });
  return number === OUTPUT ? nameSides(value, { 0: 'rows' }) : value;
}

function nameSides(value: Uint8Array, names: Readonly<Record<number, string>>): Uint8Array {
  const info = ValueInfoProto.toObject(ValueInfoProto.decode(value)) as {
    type: { tensorType: { shape: { dim: Dimension[] } } };
  };
  const { shape } = info.type.tensorType;
  shape.dim = shape.dim.map((side, axis) => (axis in names ? { dimParam: names[axis] as string } : side));
  return ValueInfoProto.encode(ValueInfoProto.fromObject(info)).finish();
}

/** A message whose length-delimited fields are what `change` makes of them; undefined leaves one out. */
function rewrite(
  message: Uint8Array,
  change: (number: number, value: Uint8Array) => Uint8Array | undefined,
): Uint8Array {
  const reader = protobuf.Reader.create(message);
  const fields: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const tag = reader.uint32();
    if ((tag & 7) === LENGTH_DELIMITED) {
      const value = change(tag >>> 3, reader.bytes());
      if (value) fields.push(protobuf.Writer.create().uint32(tag).bytes(value).finish());
    } else {
      reader.skipType(tag & 7);
      fields.push(message.subarray(start, reader.pos));
    }
  }
  return Buffer.concat(fields);
}
