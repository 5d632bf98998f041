import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { writeOnnx } from '../onnx/write-onnx.ts';
import type { TfliteGraph, TfliteOperator, TfliteTensor } from './tflite-graph.ts';
import { toOnnx } from './to-onnx.ts';

// Each operator alone, from NHWC by hand to what ONNX Runtime makes of its translation (NCHW where there are four axes).

const computed = (...shape: number[]): TfliteTensor => ({ name: '', shape, type: 'float32', data: undefined });

function constant(type: 'float32' | 'int32', shape: number[], values: number[]): TfliteTensor {
  const array = type === 'float32' ? Float32Array.from(values) : Int32Array.from(values);
  return { name: '', shape, type, data: new Uint8Array(array.buffer) };
}

function operator(name: string, inputs: number[], output: number, more: Partial<TfliteOperator> = {}): TfliteOperator {
  return { name, inputs, outputs: [output], activation: 'NONE', ...more };
}

/** Runs a graph whose first tensor goes in, as it lies in NCHW, and whose last comes out. */
async function run(tensors: TfliteTensor[], operators: TfliteOperator[], input: number[]) {
  const graph: TfliteGraph = { tensors, operators, inputs: [0], outputs: [tensors.length - 1] };
  const onnx = toOnnx(graph);
  const session = await InferenceSession.create(writeOnnx(onnx), { logSeverityLevel: 4 });
  const given = new Tensor('float32', Float32Array.from(input), onnx.inputs[0]?.shape ?? []);
  const outputs = await session.run({ t0: given });
  const output = outputs[`t${tensors.length - 1}`];
  await session.release();
  if (!output) throw new Error('the graph gave no output');
  return { shape: output.dims, values: [...(output.data as Float32Array)] };
}

const window = (more: Partial<TfliteOperator['window']>) => ({
  window: { padding: 'SAME', strides: [1, 1], dilations: [1, 1], kernel: [1, 1], ...more } as const,
});

test('CONV_2D: weights [out, rows, columns, in], bias, SAME padding with the odd pixel at the end', async () => {
  // Two channels in, one out; a kernel of 1x2 that adds a pixel's channel 0 to 10 times the next one's channel 1.
  const tensors = [
    computed(1, 1, 3, 2),
    constant('float32', [1, 1, 2, 2], [1, 0, 0, 10]),
    constant('float32', [1], [0.5]),
    computed(1, 1, 3, 1),
  ];
  const result = await run(tensors, [operator('CONV_2D', [0, 1, 2], 3, window({}))], [1, 2, 3, /**/ 4, 5, 6]);
  expect(result).toEqual({ shape: [1, 1, 1, 3], values: [51.5, 62.5, 3.5] });
});

test('CONV_2D: VALID padding, strides and an activation inside', async () => {
  const tensors = [computed(1, 1, 5, 1), constant('float32', [1, 1, 1, 1], [-1]), computed(1, 1, 3, 1)];
  const options = { ...window({ padding: 'VALID', strides: [1, 2] }), activation: 'RELU' as const };
  const result = await run(tensors, [operator('CONV_2D', [0, 1], 2, options)], [1, 2, -3, 4, -5]);
  expect(result).toEqual({ shape: [1, 1, 1, 3], values: [0, 3, 5] });
});

test('DEPTHWISE_CONV_2D: each channel by its own weights, [1, rows, columns, channels]', async () => {
  const tensors = [computed(1, 1, 2, 2), constant('float32', [1, 1, 1, 2], [2, 3]), computed(1, 1, 2, 2)];
  const result = await run(tensors, [operator('DEPTHWISE_CONV_2D', [0, 1], 2, window({}))], [1, 2, /**/ 5, 6]);
  expect(result).toEqual({ shape: [1, 2, 1, 2], values: [2, 4, 15, 18] });
});

test('DEQUANTIZE: half precision is widened', async () => {
  const half: TfliteTensor = { name: '', shape: [1, 1, 1, 1], type: 'float16', data: Uint8Array.of(0x00, 0x42) }; // 3
  const tensors = [computed(1, 1, 2, 1), half, computed(1, 1, 1, 1), computed(1, 1, 2, 1)];
  const operators = [operator('DEQUANTIZE', [1], 2), operator('CONV_2D', [0, 2], 3, window({}))];
  expect(await run(tensors, operators, [1, 2])).toEqual({ shape: [1, 1, 1, 2], values: [3, 6] });
});

test('MAX_POOL_2D and RELU', async () => {
  const tensors = [computed(1, 2, 2, 1), computed(1, 2, 2, 1), computed(1, 1, 1, 1)];
  const pool = operator('MAX_POOL_2D', [1], 2, window({ strides: [2, 2], kernel: [2, 2] }));
  expect(await run(tensors, [operator('RELU', [0], 1), pool], [-4, -3, -2, -1])).toEqual({
    shape: [1, 1, 1, 1],
    values: [0],
  });
});

test('ADD', async () => {
  const tensors = [computed(1, 1, 2, 1), computed(1, 1, 2, 1)];
  const add = operator('ADD', [0, 0], 1, { activation: 'RELU' });
  expect(await run(tensors, [add], [-1, 4])).toEqual({ shape: [1, 1, 1, 2], values: [0, 8] });
});

test('PAD: before and after each axis, channels last', async () => {
  const amounts = constant('int32', [4, 2], [0, 0, /*rows*/ 1, 0, /*columns*/ 0, 1, /*channels*/ 0, 1]);
  const tensors = [computed(1, 1, 1, 1), amounts, computed(1, 2, 2, 2)];
  const result = await run(tensors, [operator('PAD', [0, 1], 2)], [7]);
  expect(result).toEqual({ shape: [1, 2, 2, 2], values: [0, 0, 7, 0, /**/ 0, 0, 0, 0] });
});

test.each([
  ['half_pixel', { alignCorners: false, halfPixelCenters: true }, [0, 1, 3, 4]],
  ['asymmetric', { alignCorners: false, halfPixelCenters: false }, [0, 2, 4, 4]],
  ['align_corners', { alignCorners: true, halfPixelCenters: false }, [0, 4 / 3, 8 / 3, 4]],
])('RESIZE_BILINEAR: %s', async (_name, resize, expected) => {
  const tensors = [computed(1, 1, 2, 1), constant('int32', [2], [1, 4]), computed(1, 1, 4, 1)];
  const result = await run(tensors, [operator('RESIZE_BILINEAR', [0, 1], 2, { resize })], [0, 4]);
  expect(result.shape).toEqual([1, 1, 1, 4]);
  for (const [i, value] of expected.entries()) expect(result.values[i]).toBeCloseTo(value);
});

test('RESHAPE: in the order of NHWC', async () => {
  const tensors = [computed(1, 1, 2, 2), computed(1, 4, 1)];
  const result = await run(tensors, [operator('RESHAPE', [0], 1)], [1, 2, /**/ 3, 4]);
  expect(result).toEqual({ shape: [1, 4, 1], values: [1, 3, 2, 4] });
});

test.each([
  { axis: 1, nhwc: [1, 2, 2, 1], nchw: [1, 1, 2, 2] },
  { axis: 3, nhwc: [1, 1, 2, 2], nchw: [1, 2, 1, 2] },
  { axis: -1, nhwc: [1, 1, 2, 2], nchw: [1, 2, 1, 2] },
])('CONCATENATION: axis $axis of NHWC', async ({ axis, nhwc, nchw }) => {
  const tensors = [computed(1, 1, 2, 1), computed(...nhwc)];
  const result = await run(tensors, [operator('CONCATENATION', [0, 0], 1, { axis })], [1, 2]);
  expect(result).toEqual({ shape: nchw, values: [1, 2, 1, 2] });
});

test.each([
  ['SOFTMAX, which is not supported', operator('SOFTMAX', [0], 1)],
  ['ADD with the activation TANH', operator('ADD', [0, 0], 1, { activation: 'TANH' })],
  ['DEQUANTIZE of anything but float16', operator('DEQUANTIZE', [0], 1)],
  ['CONV_2D without its options', operator('CONV_2D', [0, 0], 1)],
  ['PAD by amounts that are not constant', operator('PAD', [0, 0], 1)],
  ['RESHAPE to four axes', operator('RESHAPE', [0], 1)],
  ['there is no tensor 9', operator('RELU', [9], 1)],
])('an error says: %s', async (message, given) => {
  await expect(run([computed(1, 1, 2, 1), computed(1, 1, 2, 1)], [given], [1, 2])).rejects.toThrow(message);
});
