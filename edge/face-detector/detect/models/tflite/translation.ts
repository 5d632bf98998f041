import type { OnnxAttribute, OnnxConstant, OnnxGraph, OnnxNode, OnnxValue } from '../onnx/onnx-graph.ts';
import type { TfliteGraph, TfliteTensor } from './tflite-graph.ts';

/** A TensorFlow Lite graph that says or holds what we do not translate. */
export class UntranslatableError extends Error {
  override name = 'UntranslatableError';
}

/** `nchw.map((axis) => nhwc[axis])` turns an NHWC shape into NCHW. */
export const NHWC_TO_NCHW: readonly number[] = [0, 3, 1, 2];
export const NCHW_TO_NHWC: readonly number[] = [0, 2, 3, 1];

/** An ONNX graph under construction beside the graph that it is made of. What has four axes is NCHW in it. */
export class Translation {
  readonly #source: TfliteGraph;
  readonly #nodes: OnnxNode[] = [];
  readonly #constants = new Map<string, OnnxConstant>();

  constructor(source: TfliteGraph) {
    this.#source = source;
  }

  tensor(index: number | undefined): TfliteTensor {
    const tensor = index === undefined ? undefined : this.#source.tensors[index];
    if (!tensor) throw new UntranslatableError(`there is no tensor ${index}`);
    return tensor;
  }

  /** The name of a tensor in the result; numbers, since names in the file may be empty or the same twice. */
  value(index: number | undefined): string {
    const { data, type, shape } = this.tensor(index);
    const name = `t${index}`;
    if (data && !type) throw new UntranslatableError(`the constant ${name} is neither float nor int32`);
    if (data && type) this.constant({ name, type, shape, data });
    return name;
  }

  constant(constant: OnnxConstant): string {
    this.#constants.set(constant.name, constant);
    return constant.name;
  }

  int64s(name: string, values: readonly number[]): string {
    const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.constant({ name, type: 'int64', shape: [values.length], data });
  }

  emit(operator: string, inputs: string[], output: string, attributes: Record<string, OnnxAttribute> = {}): string {
    this.#nodes.push({ operator, inputs, output, attributes });
    return output;
  }

  finish(): OnnxGraph {
    const values = (indices: readonly number[]) => indices.map((index) => this.#graphValue(index));
    return {
      nodes: this.#nodes,
      constants: [...this.#constants.values()],
      inputs: values(this.#source.inputs),
      outputs: values(this.#source.outputs),
    };
  }

  #graphValue(index: number): OnnxValue {
    const { shape, type } = this.tensor(index);
    if (type !== 'float32') throw new UntranslatableError('what goes in or comes out is not float32');
    return {
      name: this.value(index),
      shape: shape.length === 4 ? NHWC_TO_NCHW.map((axis) => shape[axis] ?? 0) : shape,
    };
  }
}
