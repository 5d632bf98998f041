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

test.each([1, 3, 4, 5, 8, 12])('each pixel of a picture %i px wide is where it lies in the frame', (width) => {
  const size = { width, height: 3 };
  const apart = 5;
  const bytes = Uint8Array.from({ length: apart + 9 * width }, (_, index) => (index * 37) % 256);
  const letterbox = { frame: size, inner: size, outer: { width: width + 3, height: 5 }, left: 2, top: 1 };
  for (const begin of [0, apart]) {
    for (const order of ['rgb', 'bgr'] as const) {
      const data = bytes.subarray(begin, begin + 9 * width);
      const tensor = toTensor({ ...size, data }, letterbox, { ...PLANES, order, scale: 2, offset: 1 });
      const at = (channel: number, x: number, y: number) =>
        tensor[(channel * letterbox.outer.height + y + 1) * letterbox.outer.width + x + 2];
      data.forEach((byte, index) => {
        const [pixel, colour] = [Math.floor(index / 3), index % 3];
        const channel = order === 'rgb' ? colour : 2 - colour;
        expect(at(channel, pixel % width, Math.floor(pixel / width))).toBe(2 * byte + 1);
      });
      expect(tensor.filter((value) => value === 1)).toHaveLength(tensor.length - data.filter(Boolean).length);
    }
  }
});
