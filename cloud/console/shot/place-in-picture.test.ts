import { expect, test } from 'vitest';
import type { StoredShot } from '../api/shapes.ts';
import { marksOf } from './place-in-picture.ts';

const FRAME = { ref: '1', width: 1_280, height: 720 };

function shot(box: readonly number[], width: number, height: number): StoredShot {
  return {
    kind: 'face',
    box,
    frame: FRAME,
    landmarks: [box.slice(0, 2)],
    image: { width, height },
  } as unknown as StoredShot;
}

test('a box lies amid its margin, whatever that is', () => {
  expect(marksOf(shot([400, 300, 100, 120], 160, 192))?.box).toMatchObject({ left: 30 / 160, top: 36 / 192 });
  expect(marksOf(shot([400, 300, 100, 120], 200, 240))?.box).toMatchObject({ left: 0.25, top: 0.25, width: 0.5 });
  expect(marksOf(shot([400, 300, 100, 120], 100, 120))?.box).toEqual({ left: 0, top: 0, width: 1, height: 1 });
});

test('at the edge of the frame there is less margin', () => {
  const marks = marksOf(shot([10, 300, 100, 100], 140, 160));
  expect(marks?.box.left).toBeCloseTo(10 / 140);
  expect(marks?.landmarks[0]).toEqual({ x: marks?.box.left, y: marks?.box.top });
});

test('a large face was made smaller', () => {
  expect(marksOf(shot([200, 100, 400, 400], 512, 512))?.box).toMatchObject({ left: 120 / 640, width: 400 / 640 });
});

test('a whole picture has no box, and a shot that is not to be shown no picture', () => {
  expect(marksOf({ kind: 'frame', image: { width: 1, height: 1 } } as StoredShot)).toBeUndefined();
  expect(marksOf({ ...shot([0, 0, 1, 1], 1, 1), image: undefined } as unknown as StoredShot)).toBeUndefined();
});
