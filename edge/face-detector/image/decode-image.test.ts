import { BadInputError } from '@vedette/core/errors';
import { expect, test } from 'vitest';
import type { EncodedImage, RawImage } from '../frame.ts';
import { decodeImage } from './decode-image.ts';
import { sharp } from './sharp.ts';
import type { Size } from './size.ts';

const WIDTH = 60;
const HEIGHT = 40;
const asItIs = (frame: Size) => frame;

/** Red on the left, blue on the right. */
function twoColours() {
  const half = (background: string) => ({
    create: { width: WIDTH / 2, height: HEIGHT, channels: 3 as const, background },
  });
  return sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#000' } })
    .composite([
      { input: half('#f00'), left: 0, top: 0 },
      { input: half('#00f'), left: WIDTH / 2, top: 0 },
    ])
    .removeAlpha();
}

function encoded(data: Buffer): EncodedImage {
  return { type: 'encoded', data };
}

async function reasonOf(image: EncodedImage | RawImage, maxPixels = 1_000_000): Promise<string> {
  const error = await decodeImage(image, asItIs, maxPixels).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(BadInputError);
  return error.reason;
}

test('a picture is turned upright before it is measured and resized', async () => {
  const data = await twoColours().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const seen: Size[] = [];
  const { frame, pixels } = await decodeImage(
    encoded(data),
    (size) => {
      seen.push(size);
      return { width: 20, height: 30 };
    },
    1_000_000,
  );
  expect(seen).toEqual([{ width: HEIGHT, height: WIDTH }]);
  expect(frame).toEqual({ width: HEIGHT, height: WIDTH });
  expect(pixels).toMatchObject({ width: 20, height: 30 });
  const first = [...pixels.data.subarray(0, 3)];
  const last = [...pixels.data.subarray(-3)];
  expect(first[0]).toBeGreaterThan(200); // red came to the top
  expect(last[2]).toBeGreaterThan(200);
});

test('a transparent picture lies on grey', async () => {
  const data = await sharp({
    create: { width: 4, height: 4, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } },
  })
    .png()
    .toBuffer();
  const { pixels } = await decodeImage(encoded(data), asItIs, 100);
  expect([...pixels.data.subarray(0, 3)]).toEqual([128, 128, 128]);
});

test('a grey picture of 16 bits becomes three channels of 8', async () => {
  const data = await twoColours().toColourspace('grey16').png().toBuffer();
  const { pixels } = await decodeImage(encoded(data), asItIs, 1_000_000);
  expect(pixels.data.length).toBe(WIDTH * HEIGHT * 3);
  expect(pixels.data[0]).toBe(pixels.data[1]);
});

test('raw pixels come back as they are, and smaller when asked for', async () => {
  const data = await twoColours().raw().toBuffer();
  const image: RawImage = { type: 'rgb', data, width: WIDTH, height: HEIGHT };
  const same = await decodeImage(image, asItIs, 1_000_000);
  expect(Buffer.compare(same.pixels.data, data)).toBe(0);
  const small = await decodeImage(image, () => ({ width: 6, height: 4 }), 1_000_000);
  expect(small).toMatchObject({ frame: { width: WIDTH, height: HEIGHT }, pixels: { width: 6, height: 4 } });
  expect(small.pixels.data[0]).toBeGreaterThan(250);
});

test('one that cannot be scaled to what a model wants of it is at fault', async () => {
  const data = await twoColours().png().toBuffer();
  const tooWide = decodeImage(encoded(data), () => ({ width: 200_000_000, height: 1 }), 1_000_000);
  await expect(tooWide).rejects.toThrow(BadInputError);
});

test('each way to be bad has its reason', async () => {
  const jpeg = await twoColours().jpeg().toBuffer();
  const png = await twoColours().png().toBuffer();
  expect(await reasonOf(encoded(Buffer.alloc(0)))).toBe('empty');
  expect(await reasonOf(encoded(Buffer.from('hello')))).toBe('not-an-image');
  expect(await reasonOf(encoded(Buffer.from('<svg width="9" height="9"/>')))).toBe('unsupported');
  expect(await reasonOf(encoded(jpeg), WIDTH * HEIGHT - 1)).toBe('too-many-pixels');
  expect(await reasonOf(encoded(jpeg.subarray(0, jpeg.length - 20)))).toBe('truncated');
  expect(await reasonOf(encoded(png.subarray(0, png.length / 2)))).toBe('broken');
});

test('raw pixels that are not what they claim are refused', async () => {
  const data = Buffer.alloc(12);
  expect(await reasonOf({ type: 'rgb', data, width: 3, height: 3 })).toBe('broken');
  expect(await reasonOf({ type: 'rgb', data, width: -2, height: -2 })).toBe('broken');
  expect(await reasonOf({ type: 'rgb', data, width: Number.NaN, height: 2 })).toBe('broken');
  expect(await reasonOf({ type: 'rgb', data, width: 2, height: 2 }, 3)).toBe('too-many-pixels');
});
