import { expect, test } from 'vitest';
import { sharp } from '../image/sharp.ts';
import { varianceOfLaplacian } from './sharpness.ts';

test('a flat picture and an even slope have no edges', () => {
  expect(varianceOfLaplacian(new Uint8Array(64).fill(90), 8, 8)).toBe(0);
  expect(
    varianceOfLaplacian(
      Uint8Array.from({ length: 64 }, (_, i) => (i % 8) * 10),
      8,
      8,
    ),
  ).toBe(0);
});

test('a single bright pixel, by hand', () => {
  // Inside of a 4x3 picture: two pixels, whose Laplacians are -4 * 10 and 10.
  const luma = Uint8Array.of(0, 0, 0, 0, /**/ 0, 10, 0, 0, /**/ 0, 0, 0, 0);
  expect(varianceOfLaplacian(luma, 4, 3)).toBe(25 ** 2);
});

test('a blurred picture has less than a sharp one', async () => {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const picture = sharp({ create: { width: 64, height: 64, channels: 3, background: '#888', noise } }).toColourspace(
    'b-w',
  );
  const grain = await picture.png().toBuffer();
  const luma = await sharp(grain).raw().toBuffer();
  const blurred = await sharp(grain).blur(2).raw().toBuffer();
  expect(varianceOfLaplacian(blurred, 64, 64)).toBeLessThan(varianceOfLaplacian(luma, 64, 64) / 10);
});

test('a picture without an inside is not sharp', () => {
  expect(varianceOfLaplacian(Uint8Array.of(0, 255), 2, 1)).toBe(0);
  expect(varianceOfLaplacian(new Uint8Array(), 0, 0)).toBe(0);
});
