import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Pixels } from '../image/pixels.ts';
import { hide } from './hide.ts';
import { lumaOf } from './luma.ts';
import type { HiddenPlace } from './places-to-hide.ts';
import { varianceOfLaplacian } from './sharpness.ts';

const [WIDTH, HEIGHT] = [50, 40];
const REGION = { left: 10, top: 5, width: 24, height: 30 };

function noise(): Pixels {
  return { data: randomBytes(WIDTH * HEIGHT * 3), width: WIDTH, height: HEIGHT };
}

function hidden(pixels: Pixels, method: HiddenPlace['method'], cell = 6): Pixels {
  const copy = { ...pixels, data: Uint8Array.from(pixels.data) };
  hide(copy, [{ label: 'face', method, region: REGION, cell }]);
  return copy;
}

/** RGB at a pixel. */
function at({ data }: Pixels, x: number, y: number): number[] {
  return [...data.subarray((y * WIDTH + x) * 3, (y * WIDTH + x) * 3 + 3)];
}

function isInside(x: number, y: number): boolean {
  const { left, top, width, height } = REGION;
  return x >= left && x < left + width && y >= top && y < top + height;
}

test.each(['blurred', 'pixelated', 'none'] as const)('%s: nothing outside of the place is touched', (method) => {
  const pixels = noise();
  const after = hidden(pixels, method);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) if (!isInside(x, y)) expect(at(after, x, y)).toEqual(at(pixels, x, y));
  }
});

test('of none, nothing is left', () => {
  const colours = new Set<string>();
  const after = hidden(noise(), 'none');
  for (let y = 5; y < 35; y += 1) for (let x = 10; x < 34; x += 1) colours.add(at(after, x, y).join());
  expect([...colours]).toEqual(['128,128,128']);
});

test('pixelated squares have the mean colour of what was there', () => {
  const pixels = noise();
  const after = hidden(pixels, 'pixelated');
  // 24x30 in squares of no less than 6 are 4x5.
  for (let row = 0; row < 5; row += 1) {
    for (let column = 0; column < 4; column += 1) {
      const square = Array.from({ length: 36 }, (_, i) => [10 + column * 6 + (i % 6), 5 + row * 6 + Math.floor(i / 6)]);
      const means = [0, 1, 2].map((channel) => {
        const sum = square.reduce((total, [x = 0, y = 0]) => total + (at(pixels, x, y)[channel] ?? 0), 0);
        return Math.round(sum / 36);
      });
      for (const [x = 0, y = 0] of square) expect(at(after, x, y)).toEqual(means);
    }
  }
});

test('a blurred course goes through the squares that are all that is left', () => {
  const pixels = noise();
  const flat = hidden(pixels, 'pixelated');
  const smooth = hidden(pixels, 'blurred');
  // Whatever differs within the squares leaves no trace: the squares alone give the same picture.
  expect(hidden(flat, 'blurred').data).toEqual(smooth.data);
  const { data } = smooth;
  const steps = [];
  for (let x = 11; x < 34; x += 1)
    steps.push(Math.abs((data[(20 * WIDTH + x) * 3] ?? 0) - (data[(20 * WIDTH + x - 1) * 3] ?? 0)));
  expect(Math.max(...steps)).toBeLessThan(30);
});

test('a place of the size of a square or less has one colour', () => {
  const pixels = noise();
  const colours = new Set<string>();
  const after = hidden(pixels, 'blurred', 40);
  for (let y = 5; y < 35; y += 1) for (let x = 10; x < 34; x += 1) colours.add(at(after, x, y).join());
  expect(colours.size).toBe(1);
});

test('a blurred picture of noise has none left', () => {
  const pixels: Pixels = { data: randomBytes(200 * 200 * 3), width: 200, height: 200 };
  const before = varianceOfLaplacian(lumaOf(pixels), 200, 200);
  const region = { left: 0, top: 0, width: 200, height: 200 };
  hide(pixels, [{ label: 'face', method: 'blurred', region, cell: 25 }]);
  expect(varianceOfLaplacian(lumaOf(pixels), 200, 200)).toBeLessThan(before / 1_000);
});

test('places that overlap are both hidden', () => {
  const pixels = noise();
  const first = { left: 0, top: 0, width: 30, height: 30 };
  hide(pixels, [
    { label: 'face', method: 'pixelated', region: first, cell: 30 },
    { label: 'car', method: 'none', region: REGION, cell: 30 },
  ]);
  expect(at(pixels, 20, 20)).toEqual([128, 128, 128]);
  expect(at(pixels, 2, 2)).toEqual(at(pixels, 29, 2));
});
