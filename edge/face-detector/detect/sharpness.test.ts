import { sharedFile } from '@vedette/core/testing';
import { describe, expect, test } from 'vitest';
import { sharp } from '../image/sharp.ts';
import type { Box } from './box.ts';
import { sharpnessOf, withSharpness } from './sharpness.ts';

/** A face of 227x357 px, confirmed by eye (MANIFEST.json). */
const PICTURE = sharedFile('testdata/images/obama.jpg');
const FACE: Box = [377, 73, 227, 357];

async function pixelsOf(scale: number, blur = 0) {
  const blurred = blur > 0 ? sharp(PICTURE).blur(blur) : sharp(PICTURE);
  const width = Math.round(910 * scale);
  const { data, info } = await sharp(await blurred.png().toBuffer())
    .resize(width)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

async function sharpnessAt(scale: number, blur = 0): Promise<number> {
  return sharpnessOf(await pixelsOf(scale, blur), FACE.map((value) => value * scale) as unknown as Box);
}

describe.skipIf(!PICTURE)('a face in ../shared/testdata/images/obama.jpg', () => {
  test('is about as sharp at each size, and every blurred one less, at each size', async () => {
    const scales = [0.5, 0.3, 0.2, 0.1, 0.07];
    const whole = await Promise.all(scales.map((scale) => sharpnessAt(scale)));
    const blurred = await Promise.all(scales.map((scale) => sharpnessAt(scale, 12)));
    expect(Math.max(...whole) / Math.min(...whole)).toBeLessThan(1.6);
    expect(blurred.filter((value, index) => value > (whole[index] ?? 0) * 0.9)).toEqual([]);
  });

  test('does not change with the light', async () => {
    const { data, width, height } = await pixelsOf(0.3);
    const dim = { data: data.map((value) => value / 2), width, height };
    const box = FACE.map((value) => value * 0.3) as unknown as Box;
    expect(sharpnessOf(dim, box)).toBeCloseTo(sharpnessOf({ data, width, height }, box), 1);
  });
});

const noise = (side: number) => ({
  data: Uint8Array.from(
    { length: side * side * 3 },
    (_, index) => (Math.imul(Math.floor(index / 3), 0x9e3779b9) >>> 24) & 255,
  ),
  width: side,
  height: side,
});

test('what is flat is not sharp, what has an edge in each cell is', () => {
  const flat = { data: new Uint8Array(48 * 48 * 3).fill(90), width: 48, height: 48 };
  expect(sharpnessOf(flat, [0, 0, 48, 48])).toBe(0);
  expect(sharpnessOf(noise(48), [0, 0, 24, 24])).toBeGreaterThan(0.8);
});

test('a box beyond the edge, or without an inside, has a sharpness too', () => {
  expect(sharpnessOf(noise(48), [40, 40, 30, 30])).toBeGreaterThan(0);
  expect(sharpnessOf(noise(48), [10, 10, 2, 30])).toBe(0);
  expect(sharpnessOf(noise(48), [10, 10, 0, 0])).toBe(0);
});

test('a detection is judged by where it lies in the frame at its other size', () => {
  const detection = { label: 'face', score: 0.9, box: [20, 20, 60, 60], landmarks: [] } as const;
  const { sharpness } = withSharpness(detection, { width: 96, height: 96 }, noise(48));
  expect(sharpness).toBe(sharpnessOf(noise(48), [10, 10, 30, 30]));
});
