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

test.each<[string, Box]>([
  ['within', [200, 100, 92, 92]],
  ['at the edge of', [300, 100, 100, 110]],
])('one %s the place of a larger one stands for itself alone, whichever was found first', (_, small) => {
  const large: Box = [200, 100, 200, 200];
  expect(missedIn([[large, small], [small]])[1]).toEqual([large]);
  expect(missedIn([[small, large], [small]])[1]).toEqual([large]);
  expect(missedIn([[small, large], [large]])[1]).toEqual([small]);
  expect(
    missedIn([
      [large, small],
      [small, large],
      [large, small],
    ]).flat(),
  ).toEqual([]);
});

test('however slowly frames come, a missed one is looked for in a few of them, and no longer', () => {
  const places = new MissedPlaces(SECOND);
  places.after([face([0, 0, 30, 30])], 60 * SECOND);
  const missed = [90, 120, 150, 180, 210, 240].map((seconds) => places.after([], seconds * SECOND).length);
  expect(missed).toEqual([1, 1, 1, 1, 1, 0]);
});

test('a clock that is set forward or back does no harm', () => {
  for (const step of [1e15, -60 * SECOND]) {
    const places = new MissedPlaces(SECOND);
    const start = 100 * SECOND;
    places.after([face([0, 0, 30, 30])], start);
    places.after([face([5, 0, 30, 30])], start + STEP);
    expect(places.after([], start + 2 * STEP)).toEqual([face([5, 0, 35, 30])]);
    const [missed, ...others] = places.after([], start + step);
    expect(others).toEqual([]);
    expect(missed?.box[2]).toBeLessThan(60); // it is no further than it can have gone in a moment
    places.after([face([5, 0, 30, 30])], start + step + STEP);
    expect(places.after([], start + step + 2 * STEP)).toHaveLength(1);
  }
});
