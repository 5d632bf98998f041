import { readFileSync } from 'node:fs';
import { eventually, sharedFile } from '@vedette/core/testing';
import sharp from 'sharp';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { operationsSchema } from '../config.ts';
import { numbered } from '../numbered.ts';
import { openOperator } from '../operator.ts';
import { parseOperationText } from '../parse-operation-text.ts';
import { parseOperations } from '../parse-operations.ts';
import { noisyPicture } from '../pictures.testing.ts';
import { timeLimit } from '../time-limit.ts';
import { PEER } from './native/load-native.ts';
import { isNativeThere } from './native/native-seat.ts';
import { OpenCv } from './open-cv.ts';

const ABSENT = isNativeThere() ? '' : ` (needs ${PEER}, built here or in NODE_PATH)`;

function operatorOf(openCv: 'wasm' | 'native' | 'auto', more: object = {}) {
  const operator = openOperator(operationsSchema.parse({ openCv, ...more }));
  const apply = (image: Uint8Array, text: string) =>
    operator.apply(image, parseOperations(parseOperationText(`${text.replaceAll(', ', '\n')}\nconvert png`), 100));
  return { apply, close: () => operator.close() };
}

/** As many channels as the file has. */
async function pixelsOf(png: Buffer) {
  const { channels } = await sharp(png).metadata();
  const image = channels === 1 ? sharp(png).toColourspace('b-w') : sharp(png);
  return image.raw().toBuffer({ resolveWithObject: true });
}

/** A dark picture with a bright square, 20 px wide, at 10,5. */
function square(): Promise<Buffer> {
  const bright = { create: { width: 20, height: 20, channels: 3, background: '#e0c0a0' } } as const;
  return sharp({ create: { width: 60, height: 40, channels: 3, background: '#101830' } })
    .composite([{ input: bright, left: 10, top: 5 }])
    .removeAlpha()
    .png()
    .toBuffer();
}

const LISTS = [
  'canny',
  'canny 20 60',
  'threshold 100',
  'threshold otsu',
  'contours',
  'contours 90 otsu=false minArea=50 thickness=1 color=#ff0000',
  'grayscale, contours thickness=5',
  'blur 2, canny, flip',
  'canny, contours',
];

for (const [kind, absent] of [
  ['wasm', ''],
  ['native', ABSENT],
] as const) {
  describe.skipIf(absent)(`OpenCV, ${kind}${absent}`, () => {
    const { apply, close } = operatorOf(kind);
    afterAll(close);

    test('edges are white where the brightness jumps, and black elsewhere', async () => {
      const { data, info } = await pixelsOf((await apply(await square(), 'canny')).data);
      expect(info).toMatchObject({ width: 60, height: 40, channels: 1 });
      const at = (x: number, y: number) => data[y * 60 + x];
      expect(Math.max(at(9, 15) ?? 0, at(10, 15) ?? 0)).toBe(255);
      expect([at(2, 2), at(20, 15), at(50, 30)]).toEqual([0, 0, 0]);
      expect(data.filter((level) => level === 255).length).toBeGreaterThan(60);
    });

    test('a threshold makes it black and white, by itself where Otsu is asked', async () => {
      for (const text of ['threshold 100', 'threshold otsu']) {
        const { data } = await pixelsOf((await apply(await square(), text)).data);
        expect(data.filter((level) => level === 255)).toHaveLength(400);
        expect(data.filter((level) => level === 0)).toHaveLength(2_000);
      }
    });

    test('contours are drawn on the picture, small ones only if they are wanted', async () => {
      const { data } = await pixelsOf((await apply(await square(), 'contours thickness=1 color=#ff0000')).data);
      const red = Array.from({ length: 2_400 }, (_, i) => [...data.subarray(i * 3, i * 3 + 3)].join());
      expect(red.filter((pixel) => pixel === '255,0,0')).toHaveLength(76); // all around 20 x 20
      const none = await pixelsOf((await apply(await square(), 'contours minArea=1000')).data);
      expect(
        none.data.equals(
          await sharp(await square())
            .raw()
            .toBuffer(),
        ),
      ).toBe(true);
    });

    test('gray, alpha and a palette will do', async () => {
      const alpha = await sharp(await square())
        .ensureAlpha(0.5)
        .png()
        .toBuffer();
      for (const image of [
        alpha,
        await sharp(await square())
          .grayscale()
          .png()
          .toBuffer(),
      ]) {
        for (const text of ['canny', 'contours'])
          expect(await apply(image, text)).toMatchObject({ width: 60, height: 40 });
      }
    });

    test('of many at once each has its own result', async () => {
      const image = await square();
      const made = await Promise.all(
        Array.from({ length: 8 }, (_, i) => apply(image, `threshold ${i % 2 === 0 ? 9 : 99}`)),
      );
      const white = await Promise.all(made.map(async ({ data }) => (await pixelsOf(data)).data.indexOf(0) === -1));
      expect(white).toEqual([true, false, true, false, true, false, true, false]);
    });

    test('what takes too long is ended, and the next one is done', async () => {
      const { apply, close } = operatorOf(kind, { maxSeconds: 4 });
      onTestFinished(close);
      const image = await noisyPicture(64, 64, 'png');
      const slow = Array(90).fill('canny 1 2').join(', ');
      await expect(apply(image, `resize 6000 6000 fill, ${slow}`)).rejects.toMatchObject({ reason: 'time' });
      expect(await apply(image, 'canny')).toMatchObject({ width: 64 });
    });
  });
}

describe.skipIf(ABSENT)(`OpenCV, both${ABSENT}`, () => {
  const [wasm, native] = [operatorOf('wasm'), operatorOf('native')];
  afterAll(async () => void (await Promise.all([wasm.close(), native.close()])));
  const expectEqual = async (image: Buffer, text: string) => {
    const [one, other] = await Promise.all([wasm.apply(image, text), native.apply(image, text)]);
    expect(one.sha256, text).toBe(other.sha256);
  };

  test('equal results on noise', async () => {
    const image = await noisyPicture(160, 120, 'png');
    for (const text of LISTS) await expectEqual(image, text);
  });

  const photograph = sharedFile('testdata/images/astronaut.png');
  test.skipIf(!photograph)('equal results on ../shared/testdata/images/astronaut.png', async () => {
    const image = readFileSync(photograph ?? '');
    for (const text of LISTS) await expectEqual(image, text);
  });
});

test('one that is not there is replaced where that is left to us, and said where it was asked for', async () => {
  const [auto, native] = [operatorOf('auto'), operatorOf('native')];
  onTestFinished(async () => void (await Promise.all([auto.close(), native.close()])));
  const image = await square();
  expect(await auto.apply(image, 'canny')).toMatchObject({ width: 60 });
  if (ABSENT) await expect(native.apply(image, 'canny')).rejects.toMatchObject({ name: 'ResourceError' });
});

test('when nobody has asked for a while it is let go of, and loaded again for the next one', async () => {
  const openCv = new OpenCv('wasm', 1);
  onTestFinished(() => openCv.close());
  const pixels = { data: new Uint8Array(64).fill(200), width: 8, height: 8, channels: 1 } as const;
  const [step] = numbered(parseOperations([{ threshold: {} }], 1));
  if (!step) throw new Error('there is one');
  for (let time = 0; time < 3; time++) {
    expect((await openCv.run(pixels, step, timeLimit(20))).data).toEqual(new Uint8Array(64).fill(255));
    await eventually('it rests', () => !openCv.isLoaded);
  }
});
