import { BadInputError } from '@vedette/core/errors';
import { expect, test } from 'vitest';
import type { EncodedImage, RawImage } from '../frame.ts';
import { sharp } from '../image/sharp.ts';
import { cropShot } from './crop.ts';

const OPTIONS = { marginShare: 0, maxSide: 512, quality: 90 };

/** A white square at (60, 20), 20 wide and high, on black, 100x80. */
function square() {
  const white = { create: { width: 20, height: 20, channels: 3 as const, background: '#fff' } };
  return sharp({ create: { width: 100, height: 80, channels: 3, background: '#000' } })
    .composite([{ input: white, left: 60, top: 20 }])
    .removeAlpha();
}

function encoded(data: Buffer): EncodedImage {
  return { type: 'encoded', data };
}

/** Mean of all channels, 0..255. */
async function brightness(data: Buffer): Promise<number> {
  const { channels } = await sharp(data).stats();
  return channels.reduce((sum, { mean }) => sum + mean, 0) / channels.length;
}

test('the box is cut out, as a JPEG of its own size', async () => {
  const crop = await cropShot(encoded(await square().png().toBuffer()), [60, 20, 20, 20], OPTIONS);
  expect(crop).toMatchObject({ type: 'image/jpeg', width: 20, height: 20, sharpness: 0 });
  expect(await sharp(crop.data).metadata()).toMatchObject({ format: 'jpeg', width: 20, height: 20 });
  expect(await brightness(crop.data)).toBeGreaterThan(250);
});

test('a margin goes around it, and edges make it sharp', async () => {
  const crop = await cropShot(encoded(await square().png().toBuffer()), [60, 20, 20, 20], {
    ...OPTIONS,
    marginShare: 0.5,
  });
  expect(crop).toMatchObject({ width: 40, height: 40 });
  expect(crop.sharpness).toBeGreaterThan(1_000);
  expect(await brightness(crop.data)).toBeCloseTo(255 / 4, -1);
});

test('a larger cut is scaled down, undistorted', async () => {
  const crop = await cropShot(encoded(await square().png().toBuffer()), [0, 0, 100, 80], { ...OPTIONS, maxSide: 50 });
  expect(crop).toMatchObject({ width: 50, height: 40 });
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'the box lies in the upright picture, whatever its EXIF turn %i',
  async (orientation) => {
    // The same upright picture each time, stored turned the other way.
    const upright = await square().png().toBuffer();
    const angle = { 3: 180, 4: 180, 5: 90, 6: 270, 7: 270, 8: 90 }[orientation] ?? 0;
    const turned = sharp(upright).rotate(angle);
    const stored = [2, 4, 5, 7].includes(orientation) ? sharp(await turned.png().toBuffer()).flop() : turned;
    const data = await stored.withMetadata({ orientation }).jpeg({ quality: 100 }).toBuffer();
    const crop = await cropShot(encoded(data), [62, 22, 16, 16], OPTIONS);
    expect(await brightness(crop.data)).toBeGreaterThan(250);
  },
);

test('no metadata comes along', async () => {
  const exif = { IFD0: { Copyright: 'somebody' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } };
  const data = await square().withExif(exif).withMetadata({ orientation: 3 }).jpeg().toBuffer();
  const {
    exif: left,
    icc,
    xmp,
    orientation,
  } = await sharp((await cropShot(encoded(data), [10, 10, 30, 30], OPTIONS)).data).metadata();
  expect({ left, icc, xmp, orientation }).toEqual({});
});

test('raw frames are cut too', async () => {
  const image: RawImage = { type: 'rgb', data: await square().raw().toBuffer(), width: 100, height: 80 };
  const crop = await cropShot(image, [60, 20, 20, 20], OPTIONS);
  expect(await brightness(crop.data)).toBeGreaterThan(250);
});

test('a box at the edge is clipped, one outside leaves a pixel', async () => {
  const image = encoded(await square().png().toBuffer());
  expect(await cropShot(image, [90, 70, 50, 50], OPTIONS)).toMatchObject({ width: 10, height: 10 });
  expect(await cropShot(image, [300, 300, 5, 5], OPTIONS)).toMatchObject({ width: 1, height: 1, sharpness: 0 });
});

test('a frame that cannot be decoded is bad input', async () => {
  await expect(cropShot(encoded(Buffer.from('hello')), [0, 0, 1, 1], OPTIONS)).rejects.toThrow(BadInputError);
  const jpeg = await square().jpeg().toBuffer();
  const cut = cropShot(encoded(jpeg.subarray(0, jpeg.length - 20)), [80, 60, 20, 20], OPTIONS);
  await expect(cut).rejects.toMatchObject({ reason: 'truncated' });
});

test('a box of no numbers is a defect, not a fault of the frame', async () => {
  const image = encoded(await square().png().toBuffer());
  const crop = cropShot(image, [Number.NaN, 0, 10, 10], OPTIONS);
  await expect(crop).rejects.toThrow('left');
  await expect(crop).rejects.not.toThrow(BadInputError);
});
