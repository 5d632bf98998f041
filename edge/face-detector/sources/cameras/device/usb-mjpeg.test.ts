import sharp from 'sharp';
import { expect, test } from 'vitest';
import { decodeImage } from '../../../image/decode-image.ts';
import { cutBoxes } from '../../../shot/cut-boxes.ts';
import { turnJpeg } from '../../turn/turn-jpeg.ts';

const DHT = 0xc4;
const SOS = 0xda;

/** A JPEG as USB cameras send it: without Huffman tables (those of T.81, annex K.3, are meant), and padded with zeros. */
async function usbPicture(): Promise<Buffer> {
  const picture = sharp({ create: { width: 64, height: 48, channels: 3, background: '#c04020' } });
  const jpeg = await picture.jpeg({ optimiseCoding: false }).toBuffer();
  const kept = [jpeg.subarray(0, 2)];
  let at = 2;
  for (let marker = 0; marker !== SOS; ) {
    marker = jpeg.readUInt8(at + 1);
    const next = at + 2 + jpeg.readUInt16BE(at + 2);
    if (marker !== DHT) kept.push(jpeg.subarray(at, next));
    at = next;
  }
  return Buffer.concat([...kept, jpeg.subarray(at), Buffer.alloc(512)]);
}

test.each([
  ['as it is', (picture: Buffer) => picture],
  ['turned', (picture: Buffer) => turnJpeg(picture, { rotate: 180, mirror: false })],
])('MJPEG without Huffman tables is read, %s', async (_, prepare) => {
  const data = prepare(await usbPicture());
  expect(data.includes(Buffer.from([0xff, DHT]))).toBe(false);
  const { pixels } = await decodeImage({ type: 'encoded', data }, (size) => size, 1e6);
  expect([...pixels.data.subarray(0, 3)].map((value) => Math.round(value / 32))).toEqual([6, 2, 1]);
  const [cut] = await cutBoxes({ type: 'encoded', data }, [[0, 0, 64, 48]], { marginShare: 0, maxSide: 512 });
  expect(cut?.pixels).toMatchObject({ width: 64, height: 48 });
});
