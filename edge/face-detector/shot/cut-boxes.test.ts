import { BadInputError } from '@vedette/core/errors';
import { expect, test } from 'vitest';
import type { Box } from '../detect/box.ts';
import type { EncodedImage, RawImage } from '../frame.ts';
import type { Pixels } from '../image/pixels.ts';
import { sharp } from '../image/sharp.ts';
import { type CutOptions, cutBoxes } from './cut-boxes.ts';

const OPTIONS = { marginShare: 0, maxSide: 512 };

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

async function cutOne(image: EncodedImage | RawImage, box: Box, over: Partial<CutOptions> = {}) {
  const [cut] = await cutBoxes(image, [box], { ...OPTIONS, ...over });
  if (!cut) throw new Error('a box gives a cut');
  return cut;
}

/** Mean of all channels, 0..255. */
function brightness({ data }: Pixels): number {
  return data.reduce((sum, value) => sum + value, 0) / data.length;
}

test('the box is cut out at its own size', async () => {
  const { region, pixels } = await cutOne(encoded(await square().png().toBuffer()), [60, 20, 20, 20]);
  expect(region).toEqual({ left: 60, top: 20, width: 20, height: 20 });
  expect(pixels).toMatchObject({ width: 20, height: 20 });
  expect(brightness(pixels)).toBe(255);
});

test('a margin goes around it', async () => {
  const image = encoded(await square().png().toBuffer());
  const { region, pixels } = await cutOne(image, [60, 20, 20, 20], { marginShare: 0.5 });
  expect(region).toEqual({ left: 50, top: 10, width: 40, height: 40 });
  expect(brightness(pixels)).toBe(255 / 4);
});

test('a larger cut is scaled down, undistorted', async () => {
  const image = encoded(await square().png().toBuffer());
  const { pixels } = await cutOne(image, [0, 0, 100, 80], { maxSide: 50 });
  expect(pixels).toMatchObject({ width: 50, height: 40 });
  expect(brightness(pixels)).toBeCloseTo((255 * 400) / 8_000, 0);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'the box lies in the upright picture, whatever its EXIF turn %i, at any scale',
  async (orientation) => {
    // The same upright picture each time, stored turned the other way.
    const upright = await square().png().toBuffer();
    const angle = { 3: 180, 4: 180, 5: 90, 6: 270, 7: 270, 8: 90 }[orientation] ?? 0;
    const turned = sharp(upright).rotate(angle);
    const stored = [2, 4, 5, 7].includes(orientation) ? sharp(await turned.png().toBuffer()).flop() : turned;
    const data = await stored.withMetadata({ orientation }).jpeg({ quality: 100 }).toBuffer();
    for (const maxSide of [512, 3]) {
      const { pixels } = await cutOne(encoded(data), [64, 24, 12, 12], { maxSide });
      expect(brightness(pixels)).toBeGreaterThan(250);
    }
  },
);

/** A picture with no two parts alike. */
async function noise(width: number, height: number): Promise<Buffer> {
  const grain = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const small = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#888', noise: grain } })
    .png()
    .toBuffer();
  return sharp(small).resize(width, height, { fit: 'fill', kernel: 'cubic' }).jpeg({ quality: 95 }).toBuffer();
}

test('of several boxes each gives what it gives alone, and in their order', async () => {
  const image = encoded(await noise(320, 240));
  const boxes: Box[] = [
    [200, 150, 60, 70],
    [10, 20, 40, 30],
    [30, 30, 50, 50],
    [300, 230, 50, 50],
  ];
  const options = { marginShare: 0.3, maxSide: 60 };
  const alone = await Promise.all(boxes.map((box) => cutOne(image, box, options)));
  expect(await cutBoxes(image, boxes, options)).toEqual(alone);
});

test('what is decoded smaller shows what the whole shows', async () => {
  const data = await noise(1_600, 1_200);
  const box: Box = [400, 200, 800, 720];
  const { region, pixels } = await cutOne(encoded(data), box, { maxSide: 100 });
  expect(region).toEqual({ left: 400, top: 200, width: 800, height: 720 });
  const { data: expected, info } = await sharp(data)
    .extract({ left: 400, top: 200, width: 800, height: 720 })
    .resize(100, 100, { fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(pixels).toMatchObject({ width: info.width, height: info.height });
  const difference = pixels.data.reduce((sum, value, i) => sum + Math.abs(value - (expected[i] ?? 0)), 0);
  expect(difference / pixels.data.length).toBeLessThan(2);
});

test('raw frames are cut too, and stay as they are', async () => {
  const image: RawImage = { type: 'rgb', data: await square().raw().toBuffer(), width: 100, height: 80 };
  const before = Buffer.from(image.data);
  const { pixels } = await cutOne(image, [60, 20, 20, 20]);
  expect(brightness(pixels)).toBe(255);
  pixels.data.fill(7);
  expect(image.data.equals(before)).toBe(true);
});

test('a box at the edge is clipped, one outside leaves a pixel', async () => {
  const image = encoded(await square().png().toBuffer());
  expect((await cutOne(image, [90, 70, 50, 50])).pixels).toMatchObject({ width: 10, height: 10 });
  expect((await cutOne(image, [300, 300, 5, 5])).pixels).toMatchObject({ width: 1, height: 1 });
});

test('a frame that cannot be decoded is bad input', async () => {
  await expect(cutOne(encoded(Buffer.from('hello')), [0, 0, 1, 1])).rejects.toThrow(BadInputError);
  const jpeg = await square().jpeg().toBuffer();
  const cut = cutOne(encoded(jpeg.subarray(0, jpeg.length - 20)), [80, 60, 20, 20]);
  await expect(cut).rejects.toMatchObject({ reason: 'truncated' });
});

test('a box of no numbers is a defect, not a fault of the frame', async () => {
  const cut = cutOne(encoded(await square().png().toBuffer()), [Number.NaN, 0, 10, 10]);
  await expect(cut).rejects.toThrow('Expected');
  await expect(cut).rejects.not.toThrow(BadInputError);
});
