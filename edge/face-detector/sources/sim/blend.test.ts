import { expect, test } from 'vitest';
import { blend, type Sprite } from './blend.ts';

const WHITE = 255;

function whiteFrame(width: number, height: number) {
  return { type: 'rgb', data: Buffer.alloc(width * height * 3, WHITE), width, height } as const;
}

/** One colour and opacity all over, with its origin in the middle. */
function sprite(side: number, red: number, alpha: number): Sprite {
  const data = Buffer.alloc(side * side * 4);
  for (let at = 0; at < data.length; at += 4) data.set([Math.round((red * alpha) / 255), 0, 0, alpha], at);
  return { data, width: side, height: side, originX: side / 2, originY: side / 2 };
}

function pixel({ data, width }: { data: Buffer; width: number }, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

test('an opaque sprite covers, at its place alone', () => {
  const frame = whiteFrame(20, 20);
  blend(frame, sprite(8, 200, 255), { x: 10, y: 10, scale: 1, angle: 0 });
  expect(pixel(frame, 10, 10)).toEqual([200, 0, 0]);
  expect(pixel(frame, 7, 7)).toEqual([200, 0, 0]);
  expect(pixel(frame, 5, 10)).toEqual([255, 255, 255]);
  expect(pixel(frame, 14, 10)).toEqual([255, 255, 255]);
});

test('half of an opacity lets half through, none lets all through', () => {
  const frame = whiteFrame(20, 20);
  blend(frame, sprite(8, 255, 128), { x: 10, y: 10, scale: 1, angle: 0 });
  const [red = 0, green = 0] = pixel(frame, 10, 10);
  expect(red).toBe(255);
  expect(Math.abs(green - 127)).toBeLessThanOrEqual(1);
  const untouched = whiteFrame(20, 20);
  blend(untouched, sprite(8, 255, 0), { x: 10, y: 10, scale: 1, angle: 0 });
  expect(untouched).toEqual(whiteFrame(20, 20));
});

test('scale and angle are about the origin', () => {
  const frame = whiteFrame(40, 40);
  blend(frame, sprite(8, 0, 255), { x: 20, y: 20, scale: 3, angle: Math.PI / 4 });
  // 24 px wide and turned by 45°: its corners reach 17 px up and to the sides, its edges 12 px diagonally.
  expect(pixel(frame, 20, 7)).toEqual([0, 0, 0]);
  expect(pixel(frame, 20, 2)).toEqual([255, 255, 255]);
  expect(pixel(frame, 10, 10)).toEqual([255, 255, 255]);
});

test('what lies outside of the frame is left out', () => {
  const frame = whiteFrame(4, 4);
  for (const [x, y] of [
    [-50, 2],
    [2, 99],
    [0, 0],
  ] as const) {
    blend(frame, sprite(8, 0, 255), { x, y, scale: 1, angle: 0.1 });
  }
  expect(pixel(frame, 0, 0)).toEqual([0, 0, 0]);
});
