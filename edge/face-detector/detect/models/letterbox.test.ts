import { expect, test } from 'vitest';
import { fitInside, fitTopLeft, padToMultiple, toFrame } from './letterbox.ts';

const face = (
  box: readonly [number, number, number, number],
  landmarks: readonly (readonly [number, number])[] = [],
) => ({
  label: 'face',
  score: 1,
  box,
  landmarks,
});

test('a frame is fitted undistorted into the middle of a fixed input', () => {
  expect(fitInside({ width: 640, height: 480 }, { width: 192, height: 192 })).toMatchObject({
    inner: { width: 192, height: 144 },
    left: 0,
    top: 24,
  });
  expect(fitInside({ width: 30, height: 60 }, { width: 192, height: 192 })).toMatchObject({
    inner: { width: 96, height: 192 },
    left: 48,
    top: 0,
  });
});

test('a frame is scaled down only, and padded right and below', () => {
  expect(padToMultiple({ width: 1280, height: 720 }, 640, 32)).toMatchObject({
    inner: { width: 640, height: 360 },
    outer: { width: 640, height: 384 },
  });
  expect(padToMultiple({ width: 100, height: 50 }, 640, 32)).toMatchObject({
    inner: { width: 100, height: 50 },
    outer: { width: 128, height: 64 },
  });
});

test('the thinnest line keeps a pixel', () => {
  expect(padToMultiple({ width: 6000, height: 4 }, 640, 32).outer).toEqual({ width: 640, height: 32 });
  expect(fitInside({ width: 3, height: 5000 }, { width: 128, height: 128 }).inner).toEqual({ width: 1, height: 128 });
});

test('what is found goes back to where it lay in the frame', () => {
  const letterbox = fitInside({ width: 640, height: 480 }, { width: 192, height: 192 });
  const scale = 640 / 192;
  const found = toFrame(face([30, 54, 18, 24], [[36, 60]]), letterbox);
  expect(found?.box.map(Math.round)).toEqual([30 * scale, 30 * scale, 18 * scale, 24 * scale].map(Math.round));
  expect(found?.landmarks[0]?.map(Math.round)).toEqual([36 * scale, 36 * scale].map(Math.round));
});

test('a box is clipped to the frame, its landmarks are not', () => {
  const letterbox = padToMultiple({ width: 100, height: 50 }, 640, 32);
  expect(toFrame(face([-10, -10, 30, 30], [[-3, 5]]), letterbox)).toMatchObject({
    box: [0, 0, 20, 20],
    landmarks: [[-3, 5]],
  });
  expect(toFrame(face([90, 40, 30, 30]), letterbox)?.box).toEqual([90, 40, 10, 10]);
});

test('nothing is left of a box in the padding, nor of one that is no number', () => {
  const letterbox = padToMultiple({ width: 100, height: 50 }, 640, 32);
  expect(toFrame(face([102, 10, 20, 20]), letterbox)).toBeUndefined();
  expect(toFrame(face([10, 10, 0, 20]), letterbox)).toBeUndefined();
  expect(toFrame(face([Number.NaN, 10, 20, 20]), letterbox)).toBeUndefined();
});

test('a small frame is enlarged to the least side, within the most', () => {
  expect(padToMultiple({ width: 160, height: 120 }, 640, 32, 480)).toMatchObject({
    inner: { width: 480, height: 360 },
    outer: { width: 480, height: 384 },
  });
  expect(padToMultiple({ width: 160, height: 120 }, 320, 32, 480).inner).toEqual({ width: 320, height: 240 });
  expect(padToMultiple({ width: 500, height: 100 }, 640, 32, 480).inner).toEqual({ width: 500, height: 100 });
});

test('in the top left corner a frame is as large as in the middle', () => {
  expect(fitTopLeft({ width: 640, height: 480 }, { width: 416, height: 416 })).toMatchObject({
    inner: { width: 416, height: 312 },
    left: 0,
    top: 0,
  });
});
