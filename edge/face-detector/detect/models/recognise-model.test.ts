import { ConfigError } from '@vedette/core/errors';
import { expect, test } from 'vitest';
import type { GraphSignature, GraphValue } from './detection-model.ts';
import { recogniseModel } from './recognise-model.ts';
import type { Sidecar } from './sidecar.ts';

type Shape = GraphValue['shape'];

function graph(input: Shape, outputs: Record<string, Shape>): GraphSignature {
  return {
    inputs: [{ name: 'in', shape: input }],
    outputs: Object.entries(outputs).map(([name, shape]) => ({ name, shape })),
  };
}

/** A square YOLOX of 64 pixels, 84 cells. */
const yolox = (classes: number) => graph([1, 3, 64, 64], { output: [1, 84, 5 + classes] });
const yunet = Object.fromEntries(
  ['cls', 'obj', 'bbox', 'kps'].flatMap((part) => [8, 16, 32].map((stride) => [`${part}_${stride}`, [1, 'n', 1]])),
);

const FILE = '/models/mine.onnx';
const settings = { maxSide: 640 };

test.each<[string, GraphSignature, object]>([
  ['YuNet', graph([1, 3, 'h', 'w'], yunet), { format: { order: 'bgr', layout: 'nchw', scale: 1 }, minScore: 0.6 }],
  [
    'YuNet of 2022',
    graph([1, 3, 120, 160], { loc: [1_076, 14], conf: [1_076, 2], iou: [1_076, 1] }),
    { minScore: 0.8 },
  ],
  ['UltraFace', graph([1, 3, 240, 320], { scores: [1, 4_420, 2], boxes: [1, 4_420, 4] }), { format: { order: 'rgb' } }],
  ['BlazeFace', graph([1, 3, 192, 192], { a: [1, 2_304, 16], b: [1, 2_304, 1] }), { format: { layout: 'nchw' } }],
  [
    'BlazeFace in four parts, channels last',
    graph([1, 256, 256, 3], { a: [1, 512, 1], b: [1, 384, 1], c: [1, 512, 16], d: [1, 384, 16] }),
    { format: { layout: 'nhwc', order: 'rgb', offset: -1 } },
  ],
  ['YOLOX', yolox(80), { format: { order: 'bgr', padding: 114 }, maxOverlap: 0.45 }],
])('%s is known by its inputs and outputs', (_, signature, expected) => {
  expect(recogniseModel(FILE, signature, settings)).toMatchObject(expected);
});

test.each([
  ['no picture', graph([1, 3], { out: [1, 84, 85] })],
  ['another number of rows', graph([1, 3, 64, 64], { output: [1, 85, 85] })],
  ['one grid of two', graph([1, 128, 128, 3], { a: [1, 512, 1], c: [1, 512, 16] })],
  ['scores and boxes that do not fit', graph([1, 3, 240, 320], { scores: [1, 10, 2], boxes: [1, 11, 4] })],
])('%s is none, and the error names the file', (_, signature) => {
  expect(() => recogniseModel(FILE, signature, settings)).toThrow(ConfigError);
  expect(() => recogniseModel(FILE, signature, settings)).toThrow(`the model ${FILE} is no detector that is known`);
});

test("80 classes are COCO's; others have the names that are said beside the file", () => {
  expect(recogniseModel(FILE, yolox(80), settings).labels.slice(0, 2)).toEqual(['person', 'bicycle']);
  const sidecar = { labels: ['helmet', 'vest'] };
  expect(recogniseModel(FILE, yolox(2), { ...settings, sidecar }).labels).toEqual(['helmet', 'vest']);
  expect(() => recogniseModel(FILE, yolox(2), settings)).toThrow(
    /a YOLOX of 2 classes, and COCO's 80 names do not fit/,
  );
  expect(() => recogniseModel(FILE, yolox(3), { ...settings, sidecar })).toThrow(/3 classes, and 2 names are given/);
});

test('what is said beside the file goes before what is known, and a setting before both', () => {
  const sidecar: Sidecar = { minScore: 0.4, maxOverlap: 0.6, input: { order: 'rgb', range: [0, 1], padding: 0 } };
  const model = recogniseModel(FILE, yolox(80), { ...settings, sidecar });
  expect(model).toMatchObject({ minScore: 0.4, maxOverlap: 0.6, format: { order: 'rgb', scale: 1 / 255, offset: 0 } });
  expect(recogniseModel(FILE, yolox(80), { ...settings, minScore: 0.9, sidecar }).minScore).toBe(0.9);
});

test('a decoder that is named is the one, or an error', () => {
  expect(recogniseModel(FILE, yolox(80), { ...settings, sidecar: { decoder: 'yolox' } }).labels).toHaveLength(80);
  const wrong = { ...settings, sidecar: { decoder: 'ultraface' as const } };
  expect(() => recogniseModel(FILE, yolox(80), wrong)).toThrow(/has not the inputs and outputs of ultraface/);
});

test('of its labels those that are wanted are found, and one that it does not have is an error', () => {
  const sidecar = { labels: ['cat', 'dog'] };
  const model = recogniseModel(FILE, yolox(2), { ...settings, sidecar, labels: ['dog'] });
  const output = new Float32Array(84 * 7);
  output.set([0, 0, 0, 0, 1, 1, 0]);
  output.set([0, 0, 0, 0, 1, 0, 1], 7);
  const found = model.decode({ output }, { width: 64, height: 64 }, 0.5);
  expect(found.map(({ label }) => label)).toEqual(['dog']);
  expect(model.labels).toEqual(['dog']);
  const unknown = () => recogniseModel(FILE, yolox(2), { ...settings, sidecar, labels: ['dog', 'cow'] });
  expect(unknown).toThrow(new ConfigError('the model knows no cow; its labels are cat, dog'));
});

test('where all is told, of labels that are not wanted too; what must be found may be one of them', () => {
  const labels = { sidecar: { labels: ['cat', 'dog'] }, labels: ['dog'], tellUnsure: true };
  const model = recogniseModel(FILE, yolox(2), { ...settings, ...labels, mustFind: ['cat'] });
  const output = Float32Array.from([0, 0, 0, 0, 1, 1, 0]);
  const found = model.decode({ output }, { width: 64, height: 64 }, 0.5);
  expect(found.map(({ label }) => label)).toEqual(['cat']);
  expect(model.labels).toEqual(['dog']);
  const cow = () => recogniseModel(FILE, yolox(2), { ...settings, ...labels, mustFind: ['cow'] });
  expect(cow).toThrow('privacy.cow cannot be kept: the model finds cat, dog only');
});

test.each([false, true])('a score that was rounded to more than 1 is 1 (where all is told: %s)', (tellUnsure) => {
  const model = recogniseModel(FILE, yolox(80), { ...settings, tellUnsure });
  const output = Float32Array.from([0, 0, 0, 0, 1.0005, 1.0005]);
  expect(model.decode({ output }, { width: 64, height: 64 }, 0.5)).toMatchObject([{ label: 'person', score: 1 }]);
});

test('a small frame is enlarged for a model of free size, and never beyond the most', () => {
  const seen = (limits: { maxSide: number; minSide?: number }) =>
    recogniseModel(FILE, graph([1, 3, 'h', 'w'], yunet), limits).letterbox({ width: 160, height: 120 }).inner;
  expect(seen({ maxSide: 640 })).toEqual({ width: 160, height: 120 });
  expect(seen({ maxSide: 640, minSide: 480 })).toEqual({ width: 480, height: 360 });
  expect(seen({ maxSide: 320, minSide: 480 })).toEqual({ width: 320, height: 240 });
});
