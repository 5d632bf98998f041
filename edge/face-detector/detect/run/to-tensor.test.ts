import { expect, test } from 'vitest';
import type { Pixels } from '../../image/pixels.ts';
import type { InputFormat } from '../models/detection-model.ts';
import { fitInside, type Letterbox, padToMultiple } from '../models/letterbox.ts';
import { blankTensor, layInto } from './to-tensor.ts';

const PLANES = { layout: 'nchw', order: 'rgb', scale: 1, offset: 0, padding: 0 } as const;

function toTensor(pixels: Pixels, letterbox: Letterbox, format: InputFormat): Float32Array {
  const tensor = blankTensor(letterbox, format);
  layInto(tensor, pixels, letterbox, format);
  return tensor;
}

/** Two pixels side by side: (1, 2, 3) and (4, 5, 6). */
const pixels = { width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };

test('interleaved bytes become planes, red first', () => {
  const letterbox = padToMultiple(pixels, 640, 2);
  expect([...toTensor(pixels, letterbox, { ...PLANES, order: 'rgb' })]).toEqual([
    ...[1, 4, 0, 0],
    ...[2, 5, 0, 0],
    ...[3, 6, 0, 0],
  ]);
});

test('or blue first', () => {
  const letterbox = padToMultiple(pixels, 640, 1);
  expect([...toTensor(pixels, letterbox, { ...PLANES, order: 'bgr' })]).toEqual([3, 6, 2, 5, 1, 4]);
});

test('values are scaled and moved, and around the picture it is black', () => {
  const white = { width: 2, height: 1, data: new Uint8Array(6).fill(255) };
  const letterbox = fitInside(white, { width: 2, height: 3 });
  const tensor = toTensor(white, letterbox, { ...PLANES, scale: 1 / 127.5, offset: -1 });
  const plane = [-1, -1, 1, 1, -1, -1];
  expect([...tensor]).toEqual([...plane, ...plane, ...plane]);
});

test('a picture of interleaved channels stays one, and around it may be grey', () => {
  const letterbox = padToMultiple(pixels, 640, 2);
  const tensor = toTensor(pixels, letterbox, { ...PLANES, layout: 'nhwc', order: 'bgr', padding: 114 });
  expect([...tensor]).toEqual([3, 2, 1, 6, 5, 4, 114, 114, 114, 114, 114, 114]);
});
