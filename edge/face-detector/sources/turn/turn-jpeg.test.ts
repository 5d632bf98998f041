import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { decodeImage } from '../../image/decode-image.ts';
import { cutBoxes } from '../../shot/cut-boxes.ts';
import type { Turn } from './turn.ts';
import { turnJpeg } from './turn-jpeg.ts';

const WIDTH = 48;
const HEIGHT = 32;
/** Red, green, blue and white, from the upper left to the lower right. */
const CORNERS = ['#f00', '#0f0', '#00f', '#fff'];

function fourColours() {
  const quarter = (background: string) => ({
    create: { width: WIDTH / 2, height: HEIGHT / 2, channels: 3 as const, background },
  });
  return sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#000' } }).composite(
    CORNERS.map((colour, i) => ({
      input: quarter(colour),
      left: (i % 2) * (WIDTH / 2),
      top: Math.floor(i / 2) * (HEIGHT / 2),
    })),
  );
}

/** The colours of the corners, from the upper left to the lower right, as letters. */
async function cornersOf(pixels: { data: Uint8Array; width: number; height: number }): Promise<string> {
  const { data, width, height } = pixels;
  return [0, width - 1, (height - 1) * width, height * width - 1]
    .map((at) => [...data.subarray(at * 3, at * 3 + 3)].map((value) => (value > 128 ? 1 : 0)).join(''))
    .map((bits) => ({ '100': 'r', '010': 'g', '001': 'b', '111': 'w' })[bits] ?? '?')
    .join('');
}

const TURNS: readonly (readonly [Turn, string])[] = [
  [{ rotate: 0, mirror: false }, 'rgbw'],
  [{ rotate: 90, mirror: false }, 'brwg'],
  [{ rotate: 180, mirror: false }, 'wbgr'],
  [{ rotate: 270, mirror: false }, 'gwrb'],
  [{ rotate: 0, mirror: true }, 'grwb'],
  [{ rotate: 90, mirror: true }, 'rbgw'],
  [{ rotate: 180, mirror: true }, 'bwrg'],
  [{ rotate: 270, mirror: true }, 'wgbr'],
];

describe.each(TURNS)('%j', (turn, corners) => {
  test('the detector sees it upright', async () => {
    const data = turnJpeg(await fourColours().jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(), turn);
    const { frame, pixels } = await decodeImage({ type: 'encoded', data }, (size) => size, 1e6);
    const isOnItsSide = turn.rotate % 180 !== 0;
    expect(frame).toEqual(isOnItsSide ? { width: HEIGHT, height: WIDTH } : { width: WIDTH, height: HEIGHT });
    expect(await cornersOf(pixels)).toBe(corners);
  });

  test('and so does who cuts the shot', async () => {
    const data = turnJpeg(await fourColours().jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(), turn);
    const upright = turn.rotate % 180 === 0 ? ([0, 0, WIDTH, HEIGHT] as const) : ([0, 0, HEIGHT, WIDTH] as const);
    const [cut] = await cutBoxes({ type: 'encoded', data }, [upright], { marginShare: 0, maxSide: 512 });
    expect(cut && (await cornersOf(cut.pixels))).toBe(corners);
  });

  test.each([2, 3, 4, 5, 6, 7, 8])('a picture whose EXIF says %i is turned beyond that', async (orientation) => {
    const tagged = await fourColours().jpeg({ chromaSubsampling: '4:4:4' }).withMetadata({ orientation }).toBuffer();
    const { pixels } = await decodeImage({ type: 'encoded', data: tagged }, (size) => size, 1e6);
    const { data, width, height } = pixels;
    const upright = sharp(Buffer.from(data), { raw: { width, height, channels: 3 } });
    const expected = await decodeImage(
      { type: 'encoded', data: turnJpeg(await upright.jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(), turn) },
      (size) => size,
      1e6,
    );
    const turned = await decodeImage({ type: 'encoded', data: turnJpeg(tagged, turn) }, (size) => size, 1e6);
    expect(turned.frame).toEqual(expected.frame);
    expect(await cornersOf(turned.pixels)).toBe(await cornersOf(expected.pixels));
  });
});

test('what is no JPEG, or a broken one, comes back and does no harm', async () => {
  const turn: Turn = { rotate: 90, mirror: false };
  const png = await fourColours().png().toBuffer();
  expect(turnJpeg(png, turn)).toBe(png);
  const tagged = await fourColours().jpeg().withMetadata({ orientation: 6 }).toBuffer();
  for (let length = 0; length < tagged.length; length++) turnJpeg(tagged.subarray(0, length), turn);
  for (let at = 2; at < 60; at++) {
    const broken = Buffer.from(tagged);
    broken.fill(0xff, at, at + 4);
    turnJpeg(broken, turn);
  }
});
