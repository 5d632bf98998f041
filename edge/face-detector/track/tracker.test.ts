import { expect, test } from 'vitest';
import type { Detection } from '../detect/detector.ts';
import { Tracker } from './tracker.ts';

const SECOND = 1_000_000;

function faceAt(x: number, y = 100, size = 50): Detection {
  return { label: 'face', score: 0.9, box: [x, y, size, size], landmarks: [] };
}

test('a face that moves a little keeps its track', () => {
  const tracker = new Tracker({ minOverlap: 0.3, maxGap: SECOND });
  const ids = [0, 10, 20, 30].map((x, frame) => tracker.update([faceAt(x)], frame * 100_000).sightings[0]?.track.id);
  expect(ids).toEqual(['1', '1', '1', '1']);
});

test('two faces side by side keep theirs, in whatever order they are found', () => {
  const tracker = new Tracker({ minOverlap: 0.3, maxGap: SECOND });
  tracker.update([faceAt(0), faceAt(40)], 0);
  const { sightings } = tracker.update([faceAt(45), faceAt(5)], 100_000);
  expect(sightings.map(({ track }) => track.id)).toEqual(['2', '1']);
});

test('a face that jumps is another one, and the first one ends after the gap', () => {
  const tracker = new Tracker({ minOverlap: 0.3, maxGap: SECOND });
  tracker.update([faceAt(0)], 0);
  expect(tracker.update([faceAt(400)], SECOND).ended).toEqual([]);
  const { sightings, ended } = tracker.update([faceAt(400)], SECOND + 1);
  expect(sightings[0]?.track).toMatchObject({ id: '2', seen: 2 });
  expect(ended).toMatchObject([{ id: '1', seen: 1, until: 0 }]);
});

test('one track takes one face of a frame only', () => {
  const tracker = new Tracker({ minOverlap: 0.1, maxGap: SECOND });
  tracker.update([faceAt(0)], 0);
  const { sightings } = tracker.update([faceAt(2), faceAt(20)], 1);
  expect(sightings.map(({ track }) => track.id)).toEqual(['1', '2']);
});

test('a clock that is set back ends a track that is seen no more', () => {
  const tracker = new Tracker({ minOverlap: 0.3, maxGap: SECOND });
  tracker.update([faceAt(0)], 3_600 * SECOND);
  expect(tracker.update([], 0).ended).toMatchObject([{ id: '1', seen: 1 }]);
});

test('where a camera gives a frame every two seconds, a face keeps its track; one that is not in the next frame has none', () => {
  const tracker = new Tracker({ minOverlap: 0.3, maxGap: SECOND });
  const idAt = (second: number) => tracker.update([faceAt(0)], second * SECOND).sightings[0]?.track.id;
  expect([0, 2, 4].map(idAt)).toEqual(['1', '1', '1']);
  tracker.update([], 6 * SECOND);
  expect(idAt(8)).toBe('2');
  expect(idAt(30)).toBe('3');
});
