import { expect, test } from 'vitest';
import type { Box } from '../detect/box.ts';
import { cropRegion } from './crop-region.ts';

const FRAME = { width: 100, height: 80 };

test('a margin goes around the box, in whole pixels', () => {
  expect(cropRegion([40, 30, 20, 10], 0.5, FRAME)).toEqual({ left: 30, top: 25, width: 40, height: 20 });
  expect(cropRegion([40.4, 30.6, 10, 10], 0, FRAME)).toEqual({ left: 40, top: 30, width: 11, height: 11 });
});

test('what lies outside the frame is clipped', () => {
  expect(cropRegion([-10, -10, 30, 30], 0, FRAME)).toEqual({ left: 0, top: 0, width: 20, height: 20 });
  expect(cropRegion([90, 70, 30, 30], 0.1, FRAME)).toEqual({ left: 87, top: 67, width: 13, height: 13 });
});

test.each<Box[]>([[[200, 200, 10, 10]], [[-50, -50, 10, 10]], [[50, 40, 0, 0]]])(
  'of %j at least a pixel of the frame is left',
  (box) => {
    const { left, top, width, height } = cropRegion(box, 0.3, FRAME);
    expect([width, height]).toEqual([1, 1]);
    expect(left >= 0 && left < FRAME.width && top >= 0 && top < FRAME.height).toBe(true);
  },
);
