import { expect, test } from 'vitest';
import { decodeUltraface } from './ultraface.ts';

test('corners as shares become boxes in pixels, of the rows that are sure enough', () => {
  const scores = Float32Array.of(0.9, 0.1, 0.25, 0.75, 0.5, Number.NaN);
  const boxes = Float32Array.of(...[0, 0, 1, 1], ...[0.25, 0.5, 0.75, 1], ...[0, 0, 1, 1]);
  expect(decodeUltraface(scores, boxes, { width: 320, height: 240 }, 0.7)).toEqual([
    { label: 'face', score: 0.75, box: [80, 120, 160, 120], landmarks: [] },
  ]);
});
