import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { BrokenFlatBufferError } from './flat-table.ts';
import { readTflite } from './read-tflite.ts';
import { toOnnx } from './to-onnx.ts';
import { UntranslatableError } from './translation.ts';

function model(name: string): Buffer {
  return readFileSync(createRequire(import.meta.url).resolve(`@mediapipe/face_detection/${name}.tflite`));
}

function countOperators(file: Buffer): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { name } of readTflite(file).operators) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

test("the full-range model's graph", () => {
  const file = model('face_detection_full_range');
  const { tensors, inputs, outputs, operators } = readTflite(file);
  expect(inputs.map((index) => tensors[index])).toMatchObject([
    { name: 'input', shape: [1, 192, 192, 3], type: 'float32' },
  ]);
  expect(outputs.map((index) => tensors[index]?.shape)).toEqual([
    [1, 2304, 16],
    [1, 2304, 1],
  ]);
  expect(countOperators(file)).toEqual({
    ...{ CONV_2D: 49, DEPTHWISE_CONV_2D: 40, DEQUANTIZE: 178, ADD: 23, RELU: 47 },
    ...{ MAX_POOL_2D: 4, PAD: 8, RESIZE_BILINEAR: 3, RESHAPE: 2 },
  });
  const first = operators.find(({ name }) => name === 'CONV_2D');
  expect(first).toMatchObject({ activation: 'NONE', window: { padding: 'SAME', strides: [2, 2], dilations: [1, 1] } });
  const pool = operators.find(({ name }) => name === 'MAX_POOL_2D');
  expect(pool?.window).toMatchObject({ strides: [2, 2], kernel: [2, 2] });
  const resize = operators.find(({ name }) => name === 'RESIZE_BILINEAR')?.resize;
  expect(resize).toEqual({ alignCorners: false, halfPixelCenters: true });
});

test('the short-range model, of an older format, has its outputs joined', () => {
  const file = model('face_detection_short_range');
  expect(countOperators(file)).toMatchObject({ CONCATENATION: 2, CONV_2D: 21 });
  expect(readTflite(file).operators.at(-1)).toMatchObject({ name: 'CONCATENATION', axis: 1 });
});

test('an operator that we do not have is named', () => {
  const graph = readTflite(model('face_detection_full_range_sparse'));
  expect(() => toOnnx(graph)).toThrow(UntranslatableError);
  expect(() => toOnnx(graph)).toThrow('DENSIFY');
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('this is not a model at all')],
  ['the mark alone', Buffer.from('\x08\0\0\0TFL3', 'latin1')],
  ['zeros behind the mark', Buffer.concat([Buffer.from('\x08\0\0\0TFL3', 'latin1'), Buffer.alloc(100)])],
])('%s is no model', (_name, file) => {
  expect(() => readTflite(file)).toThrow(BrokenFlatBufferError);
});

test('a damaged model is refused or read, without a hang or another error', () => {
  const file = model('face_detection_short_range');
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  let refused = 0;
  for (let round = 0; round < 300; round += 1) {
    const damaged = Buffer.from(file);
    // The structure stands at both ends, the weights between them.
    for (let i = 0; i < 20; i += 1) damaged[random(2) ? random(2_000) : file.length - 1 - random(20_000)] = random(256);
    try {
      toOnnx(readTflite(round % 3 === 0 ? damaged.subarray(0, random(file.length)) : damaged));
    } catch (error) {
      expect([BrokenFlatBufferError, UntranslatableError]).toContain((error as Error).constructor);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(100);
});
