import { readFileSync } from 'node:fs';
import { sharedFile } from '@vedette/core/testing';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type OperationsConfig, operationsSchema } from './config.ts';
import { openOperator } from './operator.ts';
import { parseOperations } from './parse-operations.ts';
import { noisyPicture } from './pictures.testing.ts';

function operatorOf(config: Partial<OperationsConfig> = {}) {
  const operator = openOperator(operationsSchema.parse(config));
  onTestFinished(() => operator.close());
  return (image: Uint8Array, ...list: object[]) => operator.apply(image, parseOperations(list, 100));
}

const bad = (reason: string, words: string) => ({
  ...{ name: 'BadInputError', reason, message: expect.stringContaining(words) },
});

test('each format in, each format out, of the size that was asked for', async () => {
  const apply = operatorOf();
  for (const from of ['jpeg', 'png', 'webp'] as const) {
    const image = await noisyPicture(60, 40, from);
    expect(await apply(image, { resize: { width: 30 } })).toMatchObject({
      type: `image/${from}`,
      width: 30,
      height: 20,
    });
    for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
      const made = await apply(image, { convert: { format, ...(format !== 'png' && { quality: 50 }) } });
      expect(made).toMatchObject({ type: `image/${format}`, extension: format === 'jpeg' ? 'jpg' : format });
      const read = await sharp(made.data).metadata();
      expect([read.width, read.height]).toEqual([60, 40]);
      expect(read.format).toBe(format === 'avif' ? 'heif' : format);
    }
  }
});

test.each([
  [{ resize: { width: 30, height: 30 } }, 30, 30],
  [{ resize: { width: 30, height: 30, fit: 'inside' } }, 30, 20],
  [{ resize: { width: 30, height: 30, fit: 'outside' } }, 45, 30],
  [{ resize: { width: 7, height: 90, fit: 'fill' } }, 7, 90],
  [{ resize: { width: 30, height: 30, fit: 'contain' } }, 30, 30],
  [{ resize: { height: 80 } }, 120, 80],
  [{ crop: { left: 10, top: 0, width: 50, height: 40 } }, 50, 40],
  [{ rotate: { degrees: 90 } }, 40, 60],
  [{ rotate: { degrees: -180 } }, 60, 40],
  [{ rotate: { degrees: 45 } }, 71, 71],
  [{ flip: {} }, 60, 40],
  [{ normalize: {} }, 60, 40],
])('%j makes a picture of %i by %i', async (operation, width, height) => {
  const made = await operatorOf()(await noisyPicture(60, 40), operation);
  expect(Math.abs(made.width - width) + Math.abs(made.height - height)).toBeLessThanOrEqual(1);
});

test('a quality is that of the encoder, and metadata stay behind', async () => {
  const apply = operatorOf();
  const image = await sharp(await noisyPicture(60, 40))
    .withExif({ IFD0: { Artist: 'somebody' } })
    .jpeg()
    .toBuffer();
  const [low, high] = [10, 95].map((quality) => apply(image, { convert: { format: 'jpeg', quality } }));
  expect((await low)?.data.length).toBeLessThan(((await high)?.data.length ?? 0) / 2);
  expect((await sharp((await low)?.data).metadata()).exif).toBeUndefined();
});

test('what EXIF turns is upright before anything is done', async () => {
  const turned = await sharp(await noisyPicture(60, 40))
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const apply = operatorOf();
  expect(await apply(turned, { grayscale: {} })).toMatchObject({ width: 40, height: 60 });
  expect(await apply(turned, { crop: { left: 0, top: 20, width: 40, height: 40 } })).toMatchObject({
    width: 40,
    height: 40,
  });
  expect(await apply(turned, { resize: { width: 20 } })).toMatchObject({ width: 20, height: 30 });
});

test('where a picture has holes, white shows in a JPEG', async () => {
  const hole = await sharp({ create: { width: 8, height: 8, channels: 4, background: '#ff000000' } })
    .png()
    .toBuffer();
  const made = await operatorOf()(hole, { convert: { format: 'jpeg' } });
  expect((await sharp(made.data).stats()).channels.map(({ min }) => min)).toEqual([255, 255, 255]);
});

describe('limits', () => {
  test('of the picture, before it is decoded', async () => {
    const image = await noisyPicture(60, 40);
    const flip = { flip: {} };
    await expect(operatorOf({ maxImageBytes: 100 })(image, flip)).rejects.toMatchObject(
      bad('bytes', 'and 100 are allowed'),
    );
    await expect(operatorOf({ maxPixels: 2_399 })(image, flip)).rejects.toMatchObject(
      bad('pixels', '60x40 = 2400 pixels'),
    );
    const apply = operatorOf();
    await expect(apply(Buffer.from('no picture'), flip)).rejects.toMatchObject(bad('type', 'is no picture'));
    await expect(apply(Buffer.alloc(0), flip)).rejects.toMatchObject(bad('type', 'is empty'));
    const gif = await sharp(image).gif().toBuffer();
    await expect(apply(gif, flip)).rejects.toMatchObject(bad('type', 'the picture is GIF; give a JPEG'));
  });

  test('of the result, with the number of the operation', async () => {
    const image = await noisyPicture(60, 40);
    const apply = operatorOf({ maxResultPixels: 5_000, maxResultBytes: 1_000 });
    await expect(apply(image, { flip: {} }, { resize: { width: 600 } })).rejects.toMatchObject(
      bad('operation', 'operation 2 (resize): makes 600x400 = 240000 pixels, and 5000 are allowed'),
    );
    await expect(apply(image, { convert: { format: 'png' } })).rejects.toMatchObject(
      bad('size', 'and 1000 are allowed'),
    );
    const wide = operatorOf()(
      image,
      { resize: { width: 20_000, height: 10, fit: 'fill' } },
      { convert: { format: 'webp' } },
    );
    await expect(wide).rejects.toMatchObject(bad('operation', 'the result is 20000x10, and a webp has 16383 at most'));
  });

  test.each([
    [
      [{ crop: { left: 10, top: 0, width: 52, height: 40 } }],
      'operation 1 (crop): 52x40 at 10,0 does not lie within the 60x40',
    ],
    [[{ crop: { left: 10, top: 0, width: 51, height: 40 } }], 'operation 1 (crop): does not lie within'],
    [
      [{ rotate: { degrees: 90 } }, { crop: { left: 0, top: 0, width: 60, height: 40 } }],
      'operation 2 (crop): 60x40 at 0,0',
    ],
    [[{ blur: {} }, { crop: { left: 0, top: 41, width: 1, height: 1 } }], 'operation 2 (crop)'],
  ])('a crop beyond an edge is refused: %j', async (list, words) => {
    await expect(operatorOf()(await noisyPicture(60, 40), ...list)).rejects.toMatchObject(bad('operation', words));
  });

  test('of time', async () => {
    const apply = operatorOf({ maxSeconds: 1 });
    const image = await sharp({ create: { width: 2_000, height: 2_000, channels: 3, background: 'grey' } })
      .png()
      .toBuffer();
    const slow = apply(image, { resize: { width: 7_000 } }, { blur: { sigma: 100 } }, { convert: { format: 'avif' } });
    await expect(slow).rejects.toMatchObject(bad('time', 'took longer than the 1 s'));
  });
});

const ODD = sharedFile('testdata/odd');
describe.skipIf(!ODD)('odd files of ../shared/testdata/odd', () => {
  const read = (name: string) => readFileSync(`${ODD}/${name}`);
  test.each([
    ['bomb-12000x12000-rgb.png', 'pixels', '144000000 pixels'],
    ['bomb-30000x30000-1bit.png', 'pixels', '900000000 pixels'],
    ['lying-header-65535.png', 'pixels', '4294836225 pixels'],
    ['empty.jpg', 'type', 'is empty'],
    ['text.jpg', 'type', 'is no picture'],
    ['random.jpg', 'type', 'is no picture'],
    ['vector.jpg', 'type', 'is no picture'],
    ['plain.bmp', 'type', 'is BMP'],
    ['tiff.tif', 'type', 'is TIFF'],
    ['corrupt-idat.png', 'damaged', 'cannot be read'],
    ['truncated.png', 'damaged', 'cannot be read'],
    ['truncated-60pct.jpg', 'damaged', 'cannot be read'],
  ])('%s is refused: %s', async (name, reason, words) => {
    await expect(operatorOf()(read(name), { grayscale: {} })).rejects.toMatchObject(bad(reason, words));
  });

  test.each([
    'alpha.png',
    'cmyk.jpg',
    'gray.jpg',
    'gray16.png',
    'lossy.webp',
    'palette.png',
    'progressive.jpg',
    'strip-3x5000.png',
    'strip-6000x4.png',
    'one-pixel.png',
    'exif-6.jpg',
  ])('%s goes through all that sharp does', async (name) => {
    const list = [
      { resize: { width: 40, height: 30 } },
      { sharpen: {} },
      { rotate: { degrees: 10 } },
      { blur: {} },
      { normalize: {} },
    ];
    const made = await operatorOf()(read(name), ...list, { grayscale: {} }, { convert: { format: 'jpeg' } });
    expect((await sharp(made.data).stats()).channels).toHaveLength(1);
  });
});
