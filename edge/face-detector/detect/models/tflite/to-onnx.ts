import type { OnnxGraph } from '../onnx/onnx-graph.ts';
import { OPERATORS } from './operators.ts';
import type { TfliteGraph } from './tflite-graph.ts';
import { Translation, UntranslatableError } from './translation.ts';

/**
 * Translates a graph, operator by operator. Pictures are NCHW in the result, those that go in included; constants keep
 * their order, and transposing and widening them is left to the runtime, which does it once.
 * Throws UntranslatableError, which names the operator.
 */
export function toOnnx(graph: TfliteGraph): OnnxGraph {
  const translation = new Translation(graph);
  for (const operator of graph.operators) {
    const translate = OPERATORS[operator.name];
    if (!translate) throw new UntranslatableError(`it uses the operator ${operator.name}, which is not supported`);
    translate(operator, translation);
  }
  return translation.finish();
}
