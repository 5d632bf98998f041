import { expect, test } from 'vitest';
import type { Detection } from '../../detect/detector.ts';
import { Tracker } from './tracker.ts';

const SECOND = 1_000_000;
const OPTIONS = { minOverlap: 0.3, maxGap: SECOND, maxTracks: 10 };

function faceAt(x: number, y = 100, size = 50): Detection {
  return { label: 'face', score: 0.9, box: [x, y, size, size], landmarks: [] };
}

test('a face that moves a little keeps its track', () => {
  const tracker = new Tracker(OPTIONS);
  const ids = [0, 10, 20, 30].map(
    (x, frame) => tracker.update({ detections: [faceAt(x)] }, frame * 100_000).sightings[0]?.track.id,
  );
  expect(ids).toEqual(['1', '1', '1', '1']);
});

test('two faces side by side keep theirs, in whatever order they are found', () => {
  const tracker = new Tracker(OPTIONS);
  tracker.update({ detections: [faceAt(0), faceAt(40)] }, 0);
  const { sightings } = tracker.update({ detections: [faceAt(45), faceAt(5)] }, 100_000);
  expect(sightings.map(({ track }) => track.id)).toEqual(['2', '1']);
});

test('a face that jumps is another one, and the first one ends after the gap', () => {
  const tracker = new Tracker(OPTIONS);
  tracker.update({ detections: [faceAt(0)] }, 0);
  expect(tracker.update({ detections: [faceAt(400)] }, SECOND).ended).toEqual([]);
  const { sightings, ended } = tracker.update({ detections: [faceAt(400)] }, SECOND + 1);
  expect(sightings[0]?.track).toMatchObject({ id: '2', seen: 2 });
  expect(ended).toMatchObject([{ id: '1', seen: 1, until: 0 }]);
});

test('one track takes one face of a frame only', () => {
  const tracker = new Tracker({ ...OPTIONS, minOverlap: 0.1 });
  tracker.update({ detections: [faceAt(0)] }, 0);
  const { sightings } = tracker.update({ detections: [faceAt(2), faceAt(20)] }, 1);
  expect(sightings.map(({ track }) => track.id)).toEqual(['1', '2']);
});

test('a clock that is set back ends a track that is seen no more', () => {
  const tracker = new Tracker(OPTIONS);
  tracker.update({ detections: [faceAt(0)] }, 3_600 * SECOND);
  expect(tracker.update({ detections: [] }, 0).ended).toMatchObject([{ id: '1', seen: 1 }]);
});

test('where a camera gives a frame every two seconds, a face keeps its track; one that is not in the next frame has none', () => {
  const tracker = new Tracker(OPTIONS);
  const idAt = (second: number) => tracker.update({ detections: [faceAt(0)] }, second * SECOND).sightings[0]?.track.id;
  expect([0, 2, 4].map(idAt)).toEqual(['1', '1', '1']);
  tracker.update({ detections: [] }, 6 * SECOND);
  expect(idAt(8)).toBe('2');
  expect(idAt(30)).toBe('3');
});

test('an unsure detection goes on with a track, and begins none', () => {
  const tracker = new Tracker(OPTIONS);
  tracker.update({ detections: [faceAt(0)] }, 0);
  const between = [0.4, 0.8, 1.2].map((seconds) =>
    tracker.update({ detections: [], unsure: [faceAt(seconds * 50), faceAt(500)] }, seconds * SECOND),
  );
  expect(between.flatMap(({ sightings, ended }) => [...sightings, ...ended])).toEqual([]);
  const { sightings } = tracker.update({ detections: [faceAt(80), faceAt(500)] }, 1.6 * SECOND);
  expect(sightings.map(({ track }) => [track.id, track.seen])).toEqual([
    ['1', 2],
    ['2', 1],
  ]);
});

test('a sure detection comes before an unsure one', () => {
  const tracker = new Tracker(OPTIONS);
  tracker.update({ detections: [faceAt(0)] }, 0);
  const { sightings } = tracker.update({ detections: [faceAt(20)], unsure: [faceAt(1)] }, 100_000);
  expect(sightings[0]?.track.id).toBe('1');
});

test('labels are never mixed', () => {
  const tracker = new Tracker(OPTIONS);
  tracker.update({ detections: [faceAt(0)] }, 0);
  const { sightings } = tracker.update({ detections: [{ ...faceAt(0), label: 'person' }] }, 1);
  expect(sightings[0]?.track).toMatchObject({ id: '2', label: 'person' });
});

test('while nothing moves, who is there stays, and who was missed already goes', () => {
  const tracker = new Tracker(OPTIONS);
  tracker.update({ detections: [faceAt(0), faceAt(300)] }, 0);
  tracker.update({ detections: [faceAt(0)] }, 0.5 * SECOND);
  expect(tracker.still(1.5 * SECOND)).toMatchObject({ there: [{ id: '1' }], ended: [{ id: '2' }] });
  expect(tracker.still(9 * SECOND)).toMatchObject({ there: [{ id: '1', until: 9 * SECOND }], ended: [] });
  expect(tracker.update({ detections: [faceAt(0)] }, 9.1 * SECOND).sightings[0]?.track.id).toBe('1');
});

test('beyond as many as it follows it begins no track, and those that it has go on', () => {
  const tracker = new Tracker({ ...OPTIONS, maxTracks: 2 });
  const faces = [0, 100, 200].map((x) => faceAt(x));
  expect(tracker.update({ detections: faces }, 0)).toMatchObject({ sightings: [{}, {}], beyond: [faces[2]] });
  const again = tracker.update({ detections: faces.toReversed() }, 1);
  expect(again.sightings.map(({ track }) => track.id)).toEqual(['2', '1']);
  expect(again.beyond).toEqual([faces[2]]);
});
