import { expect, test } from 'vitest';
import type { Detection } from '../detect/detector.ts';
import { worthOf } from './worth.ts';

const FRAME = { width: 640, height: 480 };
const FRONTAL = [
  [120, 120],
  [140, 120],
  [130, 130],
] as const;
const face: Detection = { label: 'face', score: 0.9, box: [100, 100, 60, 60], landmarks: FRONTAL, sharpness: 0.6 };

test.each<[string, Partial<Detection>]>([
  ['a less sure one', { score: 0.7 }],
  ['a smaller one', { box: [100, 100, 30, 30] }],
  ['a blurred one', { sharpness: 0.2 }],
  [
    'one that is turned away',
    {
      landmarks: [
        [120, 120],
        [140, 120],
        [141, 130],
      ],
    },
  ],
  ['one that the edge cuts off', { box: [0, 100, 60, 60] }],
  ['one that the bottom cuts off', { box: [100, 420, 60, 60] }],
])('%s is worth less', (_, over) => {
  expect(worthOf({ ...face, ...over }, FRAME)).toBeLessThan(worthOf(face, FRAME) * 0.9);
});

test('whatever the detection, its worth lies between 0 and 1', () => {
  const most = { ...face, score: 1, sharpness: 1, box: [2, 2, 10_000, 10_000] } as const;
  expect(worthOf(most, { width: 20_000, height: 20_000 })).toBeGreaterThan(0.9);
  expect(worthOf(most, { width: 20_000, height: 20_000 })).toBeLessThan(1);
  expect(worthOf({ ...face, box: [10, 10, 0, 0] }, FRAME)).toBe(0);
});

test('what is not known of a thing takes nothing from it', () => {
  const { sharpness: _, ...car } = { ...face, label: 'car', landmarks: [] };
  expect(worthOf(car, FRAME)).toBeGreaterThan(worthOf(face, FRAME));
});
