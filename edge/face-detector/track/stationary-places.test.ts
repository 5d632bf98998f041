import { expect, test } from 'vitest';
import type { Box } from '../detect/box.ts';
import type { Track } from './follow/tracker.ts';
import { StationaryPlaces } from './stationary-places.ts';

const SECOND = 1_000_000;
const OPTIONS = { after: 30 * SECOND, remember: 600 * SECOND };
const POSTER: Box = [100, 100, 50, 50];

function trackAt(box: Box, label = 'face'): Track {
  return { id: '', label, seen: 1, until: 0, box };
}

/** Shows a track each second from one time to another (s); whether it was stationary at the last. */
function show(places: StationaryPlaces, track: Track, from: number, to: number): boolean {
  let isStationary = false;
  for (let second = from; second <= to; second += 1) isStationary = places.see(track, second * SECOND);
  return isStationary;
}

test('what does not move is stationary after the time, what trembles too', () => {
  const places = new StationaryPlaces(OPTIONS);
  const track = trackAt(POSTER);
  expect(show(places, track, 0, 29)).toBe(false);
  track.box = [103, 98, 51, 49];
  expect(show(places, track, 30, 30)).toBe(true);
});

test('who moves is not, however long it stays, and what drives off is no thing any more', () => {
  const places = new StationaryPlaces(OPTIONS);
  const track = trackAt(POSTER);
  expect(show(places, track, 0, 20)).toBe(false);
  track.box = [120, 100, 50, 50];
  expect(show(places, track, 21, 50)).toBe(false);
  expect(show(places, track, 51, 52)).toBe(true);
  track.box = [180, 100, 50, 50];
  expect(show(places, track, 53, 53)).toBe(false);
});

test('a picture that is found now and then is one thing, by the time that it was seen in all', () => {
  const places = new StationaryPlaces(OPTIONS);
  const first = trackAt(POSTER);
  show(places, first, 0, 20);
  places.end(first);
  const second = trackAt([101, 101, 49, 50]);
  expect(show(places, second, 100, 105)).toBe(false);
  expect(show(places, second, 106, 110)).toBe(true);
});

test('what flickers is a thing the fourth time that it comes, as long as its place is remembered', () => {
  const places = new StationaryPlaces(OPTIONS);
  const flicker = (at: number) => {
    const track = trackAt(POSTER);
    const isStationary = show(places, track, at, at + 1);
    places.end(track);
    return isStationary;
  };
  expect([0, 10, 20, 30, 500].map(flicker)).toEqual([false, false, false, true, true]);
  expect(flicker(1_200)).toBe(false);
});

test('who comes to where another stood is another: by way of elsewhere, of another size or of another kind', () => {
  const places = new StationaryPlaces(OPTIONS);
  const first = trackAt(POSTER);
  show(places, first, 0, 60);
  places.end(first);
  const walksUp = trackAt([300, 100, 50, 50]);
  show(places, walksUp, 61, 61);
  walksUp.box = POSTER;
  expect(show(places, walksUp, 62, 65)).toBe(false);
  expect(show(places, trackAt([90, 90, 70, 70]), 62, 65)).toBe(false);
  expect(show(places, trackAt(POSTER, 'person'), 62, 65)).toBe(false);
  expect(show(places, trackAt(POSTER), 66, 67)).toBe(true);
});

test('of very many places the oldest is forgotten', () => {
  const places = new StationaryPlaces(OPTIONS);
  for (let index = 0; index < 300; index += 1) {
    const track = trackAt([index * 100, 0, 50, 50]);
    show(places, track, 0, 60);
    places.end(track);
  }
  expect(show(places, trackAt([0, 0, 50, 50]), 61, 61)).toBe(false);
  expect(show(places, trackAt([29_900, 0, 50, 50]), 61, 61)).toBe(true);
});
