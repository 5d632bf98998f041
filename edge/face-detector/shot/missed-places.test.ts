import { expect, test } from 'vitest';
import type { Box } from '../detect/box.ts';
import type { Detection } from '../detect/detector.ts';
import { MissedPlaces } from './missed-places.ts';

const SECOND = 1_000_000;
const STEP = 100_000;

function face(box: Box, label = 'face'): Detection {
  return { label, score: 0.9, box, landmarks: [] };
}

/** What is missed in each frame, ten a second, where boxes like these were found. */
function missedIn(frames: readonly (readonly Box[])[]): Box[][] {
  const places = new MissedPlaces(SECOND);
  return frames.map((boxes, index) =>
    places
      .after(
        boxes.map((box) => face(box)),
        index * STEP,
      )
      .map(({ box }) => box),
  );
}

test('whoever is found is not missed, wherever they walk', () => {
  const walk = Array.from({ length: 10 }, (_, index): Box[] => [[index * 10, 0, 30, 30]]);
  expect(missedIn(walk).flat()).toEqual([]);
});

test('one who stood still is missed where they were, for a second', () => {
  const gone = Array.from({ length: 13 }, (): Box[] => []);
  const missed = missedIn([[[10, 20, 30, 40]], ...gone]);
  const until = missed.findIndex((boxes, index) => index > 0 && boxes.length === 0);
  expect(missed.slice(1, until)).toEqual(Array.from({ length: 11 }, () => [[10, 20, 30, 40]]));
  expect(missed.slice(until).flat()).toEqual([]);
});

test('one who walked is missed from there to where they would be by now', () => {
  const missed = missedIn([[[0, 0, 30, 30]], [[10, 2, 30, 30]], [], []]);
  expect(missed.slice(2)).toEqual([[[10, 2, 40, 32]], [[10, 2, 50, 34]]]);
});

test('found again where they would be, they are not missed any more', () => {
  const missed = missedIn([[[0, 0, 30, 30]], [[20, 0, 30, 30]], [], [], [[80, 0, 30, 30]], [[100, 0, 30, 30]]]);
  expect(missed.map((boxes) => boxes.length)).toEqual([0, 0, 1, 1, 0, 0]);
});

test('of two side by side the one is found and the other missed', () => {
  const missed = missedIn([
    [
      [0, 0, 30, 30],
      [40, 0, 30, 30],
    ],
    [[2, 0, 30, 30]],
  ]);
  expect(missed[1]).toEqual([[40, 0, 30, 30]]);
});

test('a car in the place of a face does not stand for it', () => {
  const places = new MissedPlaces(SECOND);
  places.after([face([0, 0, 30, 30])], 0);
  expect(places.after([face([0, 0, 30, 30], 'car')], STEP)).toEqual([face([0, 0, 30, 30])]);
});

test('however slowly frames come, a missed one is looked for in one of them; a clock that is set back does no harm', () => {
  const places = new MissedPlaces(SECOND);
  places.after([face([0, 0, 30, 30])], 60 * SECOND);
  expect(places.after([], 90 * SECOND)).toHaveLength(1);
  expect(places.after([], 120 * SECOND)).toEqual([]);
  places.after([face([0, 0, 30, 30])], 120 * SECOND);
  expect(places.after([], 10 * SECOND)).toHaveLength(1);
  places.after([face([5, 0, 30, 30])], 9 * SECOND);
  expect(places.after([], 9 * SECOND + STEP)).toEqual([face([5, 0, 30, 30])]);
});
