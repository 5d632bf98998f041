import { expect, test } from 'vitest';
import type { Frame } from '../frame.ts';
import { TrackSelector } from './select-by-track.ts';

const OPTIONS = { minOverlap: 0.3, maxGap: 1_000_000, minSeen: 3, bestMargin: 1.2 };

/** Offers one face with the given scores, a frame each; what was picked comes as `ref phase seen`. */
function pickedOf(scores: readonly number[]): string[] {
  const selector = new TrackSelector(OPTIONS);
  const picks = scores.flatMap((score, index) => {
    const frame: Frame = { ref: `f${index}`, at: index * 100_000, image: { type: 'encoded', data: Buffer.alloc(0) } };
    const detections = score > 0 ? [{ label: 'face', score, box: [10, 10, 50, 50] as const, landmarks: [] }] : [];
    return selector.offer(frame, { width: 640, height: 480, detections });
  });
  return [...picks, ...selector.finish()].map(({ frame, track }) => `${frame.ref} ${track?.phase} ${track?.seen}`);
}

test('the best of the first sightings is sent at the third', () => {
  expect(pickedOf([0.5, 0.9, 0.6])).toEqual(['f1 first 3']);
});

test('a face seen twice only is taken for a mistake', () => {
  expect(pickedOf([0.9, 0.9])).toEqual([]);
});

test('a much better one is sent at the end, and only then', () => {
  expect(pickedOf([0.5, 0.5, 0.5, 0.9, 0.8, 0.5])).toEqual(['f0 first 3', 'f3 best 6']);
});

test('a slightly better one is not', () => {
  expect(pickedOf([0.8, 0.8, 0.8, 0.9])).toEqual(['f0 first 3']);
});

test('a track ends when it was not seen for long, and the next begins', () => {
  const gap = Array.from({ length: 12 }, () => 0);
  expect(pickedOf([0.5, 0.5, 0.5, 0.9, ...gap, 0.7, 0.7, 0.7])).toEqual(['f0 first 3', 'f3 best 4', 'f16 first 3']);
});
