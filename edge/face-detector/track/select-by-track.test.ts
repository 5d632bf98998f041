import { expect, test } from 'vitest';
import type { Frame } from '../frame.ts';
import { TrackSelector, type TrackSelectorOptions } from './select-by-track.ts';
import { TRACK_OPTIONS } from './track-selector.testing.ts';

/** Offers one face with the given scores, a frame each: what was picked, as `ref phase seen`, and what was let go, in order. */
function select(scores: readonly number[], over: Partial<TrackSelectorOptions> = {}) {
  const selector = new TrackSelector({ ...TRACK_OPTIONS, ...over });
  const selections = scores.map((score, index) => {
    const frame: Frame = { ref: `f${index}`, at: index * 100_000, image: { type: 'encoded', data: Buffer.alloc(0) } };
    const detections = score > 0 ? [{ label: 'face', score, box: [10, 10, 50, 50] as const, landmarks: [] }] : [];
    return selector.offer(frame, { width: 640, height: 480, detections });
  });
  const all = [...selections, selector.finish()];
  return {
    picked: all.flatMap(({ picks }) => picks).map(({ frame, track }) => `${frame.ref} ${track?.phase} ${track?.seen}`),
    letGo: all
      .flatMap(({ letGo }) => letGo)
      .flatMap(({ reason, at }) => at.map((time) => `f${time / 100_000} ${reason}`)),
  };
}

test('the best of the first sightings is sent at the third', () => {
  expect(select([0.5, 0.9, 0.6])).toEqual({ picked: ['f1 first 3'], letGo: ['f0 track', 'f2 track'] });
});

test('a face seen twice only is taken for a mistake', () => {
  expect(select([0.9, 0.9])).toEqual({ picked: [], letGo: ['f1 brief', 'f0 brief'] });
});

test('a much better one is sent at the end, and only then', () => {
  expect(select([0.5, 0.5, 0.5, 0.9, 0.8, 0.5])).toEqual({
    picked: ['f0 first 3', 'f3 best 6'],
    letGo: ['f1 track', 'f2 track', 'f4 track', 'f5 track'],
  });
});

test('a slightly better one is not', () => {
  expect(select([0.8, 0.8, 0.8, 0.9])).toEqual({
    picked: ['f0 first 3'],
    letGo: ['f1 track', 'f2 track', 'f3 track'],
  });
});

test('one shot is not sent twice, whatever the margin', () => {
  expect(select([0.8, 0.8, 0.8, 0.7], { bestMargin: 1 })).toEqual({
    picked: ['f0 first 3'],
    letGo: ['f1 track', 'f2 track', 'f3 track'],
  });
});

test('a track ends when it was not seen for long, and the next begins', () => {
  const gap = Array.from({ length: 12 }, () => 0);
  expect(select([0.5, 0.5, 0.5, 0.9, ...gap, 0.7, 0.7, 0.7])).toEqual({
    picked: ['f0 first 3', 'f3 best 4', 'f16 first 3'],
    letGo: ['f1 track', 'f2 track', 'f17 track', 'f18 track'],
  });
});

test('of a long track no more than its best is undecided', () => {
  const selector = new TrackSelector(TRACK_OPTIONS);
  const open = Array.from({ length: 50 }, (_, index) => {
    const frame: Frame = { ref: '', at: index, image: { type: 'encoded', data: Buffer.alloc(0) } };
    const detections = [{ label: 'face', score: 0.5 + index / 100, box: [10, 10, 50, 50] as const, landmarks: [] }];
    const { picks, letGo } = selector.offer(frame, { width: 640, height: 480, detections });
    return 1 - picks.length - letGo.reduce((sum, { at }) => sum + at.length, 0);
  }).reduce((sum, left) => sum + left);
  expect(open).toBe(1);
});
