import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Box } from '../detect/box.ts';
import type { Frame } from '../frame.ts';
import { cutBoxes } from '../shot/cut-boxes.ts';
import { holdPart } from './hold-part.ts';

const CROP = { marginShare: 0.3, maxSide: 512 };
const raw = { type: 'rgb', data: randomBytes(100 * 80 * 3), width: 100, height: 80 } as const;
const frame: Frame = { ref: 'f', at: 7, image: raw };

test.each<[Box, bytes: number]>([
  [[40, 30, 20, 10], 32 * 16 * 3],
  [[40.4, 30.6, 10.3, 20.7], 17 * 34 * 3],
  [[-10, -10, 30, 30], 29 * 29 * 3],
  [[90, 70, 30, 30], 19 * 19 * 3],
  [[-50, -50, 300, 300], 100 * 80 * 3],
  [[200, 200, 10, 10], 3],
])('the part of a raw frame around %j gives the shot that the whole frame gives', async (box, bytes) => {
  const { frame: part, origin } = holdPart(frame, box, CROP.marginShare);
  expect(part).toMatchObject({ ref: 'f', at: 7 });
  expect(part.image.data.length).toBe(bytes);
  const [x, y, width, height] = box;
  const moved: Box = [x - origin[0], y - origin[1], width, height];
  const [[ofPart], [ofWhole]] = await Promise.all([cutBoxes(part.image, [moved], CROP), cutBoxes(raw, [box], CROP)]);
  expect(ofPart?.pixels).toEqual(ofWhole?.pixels);
});

test('an encoded frame is held as it is', () => {
  const encoded: Frame = { ...frame, image: { type: 'encoded', data: Buffer.from('jpeg') } };
  expect(holdPart(encoded, [40, 30, 20, 10], 0.3)).toEqual({ frame: encoded, origin: [0, 0] });
});
