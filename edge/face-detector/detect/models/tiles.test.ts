import { expect, test } from 'vitest';
import { fitInside, fitTopLeft, padToMultiple } from './letterbox.ts';
import { fromTile, tilingOf } from './tiles.ts';

const SQUARE = { width: 192, height: 192 };
const square = (tiles: number) => ({ tiles, letterbox: (frame: typeof SQUARE) => fitInside(frame, SQUARE) });

test.each([
  [
    640,
    480,
    1,
    [256, 192],
    [
      [0, 0],
      [64, 0],
    ],
  ],
  [
    480,
    640,
    1,
    [192, 256],
    [
      [0, 0],
      [0, 64],
    ],
  ],
  [
    1280,
    720,
    1,
    [341, 192],
    [
      [0, 0],
      [149, 0],
    ],
  ],
  [
    1920,
    400,
    1,
    [922, 192],
    [
      [0, 0],
      [146, 0],
      [292, 0],
      [438, 0],
      [584, 0],
      [730, 0],
    ],
  ],
] as const)('a frame of %ix%i has tiles as high as itself', (width, height, tiles, [w, h], corners) => {
  const tiling = tilingOf({ width, height }, square(tiles));
  expect(tiling).toMatchObject({ size: { width: w, height: h }, corners });
  expect(tiling?.tile).toMatchObject({ inner: SQUARE, outer: SQUARE, left: 0, top: 0 });
});

test('more tiles are smaller and overlap by a fifth; the last ends with the frame', () => {
  const tiling = tilingOf({ width: 640, height: 480 }, square(2));
  expect(tiling?.size).toEqual({ width: 461, height: 346 });
  expect(tiling?.corners).toEqual([0, 154].flatMap((y) => [0, 135, 269].map((x) => [x, y])));
});

test('without tiles, and where one would be the whole, there are none', () => {
  expect(tilingOf({ width: 640, height: 480 }, square(0))).toBeUndefined();
  expect(tilingOf({ width: 400, height: 400 }, square(1))).toBeUndefined();
});

test('a frame that is a line has no tiles; the most that can be asked for are had of any that a camera gives', () => {
  for (const line of [
    { width: 12_000, height: 10 },
    { width: 1, height: 40_000 },
  ]) {
    expect(tilingOf(line, square(1))).toBeUndefined();
  }
  expect(tilingOf({ width: 1_000, height: 10 }, square(1))?.corners).toHaveLength(125);
  expect(tilingOf({ width: 1_920, height: 800 }, square(8))?.corners).toHaveLength(160);
});

test('tiles fill what an input of another shape, or of free size, can take of a square', () => {
  const wide = tilingOf(
    { width: 640, height: 480 },
    { tiles: 1, letterbox: (f) => fitTopLeft(f, { width: 320, height: 240 }) },
  );
  expect(wide).toMatchObject({ size: { width: 320, height: 240 }, tile: { inner: { width: 240, height: 240 } } });
  const free = tilingOf(
    { width: 3840, height: 2160 },
    { tiles: 1, letterbox: (frame) => padToMultiple(frame, 640, 32) },
  );
  expect(free).toMatchObject({ size: { width: 1138, height: 640 }, tile: { inner: { width: 640, height: 640 } } });
});

const tiling = tilingOf({ width: 1280, height: 960 }, square(1)) as NonNullable<ReturnType<typeof tilingOf>>;
const face = (x: number, y: number, side: number) => ({
  label: 'face',
  score: 1,
  box: [x, y, side, side] as const,
  landmarks: [[x, y] as const],
});

test('what is found in a tile goes to where it lies in the frame', () => {
  expect(tiling.size).toEqual({ width: 256, height: 192 });
  expect(fromTile(face(10, 20, 30), tiling, [64, 0])).toEqual({
    label: 'face',
    score: 1,
    box: [370, 100, 150, 150],
    landmarks: [[370, 100]],
  });
});

test("what a tile's edge cuts is left to others, what the frame's edge cuts is not", () => {
  expect(fromTile(face(-5, 20, 30), tiling, [64, 0])).toBeUndefined();
  expect(fromTile(face(-5, 20, 30), tiling, [0, 0])?.box).toEqual([0, 100, 125, 150]);
  expect(fromTile(face(170, 20, 30), tiling, [0, 0])).toBeUndefined();
  expect(fromTile(face(170, 20, 30), tiling, [64, 0])?.box).toEqual([1_170, 100, 110, 150]);
  expect(fromTile(face(60, 170, 30), tiling, [0, 0])?.box).toEqual([300, 850, 150, 110]);
});
