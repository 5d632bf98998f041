import { expect, test } from 'vitest';
import { Painter } from './painter.ts';
import { placePeople } from './scene.ts';

const size = { width: 320, height: 240 };

test('the same placements give the same bytes, by another painter too', async () => {
  const placements = placePeople({ seed: 1, people: 3, ...size }, 8);
  expect(placements).toHaveLength(3);
  const [one, other] = await Promise.all([Painter.create(320, 240), Painter.create(320, 240)]);
  const frame = await one.paint(placements);
  await one.paint(placePeople({ seed: 2, people: 3, ...size }, 8));
  expect((await one.paint(placements)).data.equals(frame.data)).toBe(true);
  expect((await other.paint(placements)).data.equals(frame.data)).toBe(true);
});

test.each([
  [640, 480],
  [480, 640],
  [161, 160],
  [1921, 1080],
])('%ix%i', async (width, height) => {
  const painter = await Painter.create(width, height);
  const frame = await painter.paint(placePeople({ seed: 1, people: 2, width, height }, 6));
  expect(frame).toMatchObject({ type: 'rgb', width, height });
  expect(frame.data.length).toBe(width * height * 3);
});

test('people are painted over the room, which stays as it was', async () => {
  const painter = await Painter.create(320, 240);
  const empty = await painter.paint([]);
  const [person] = placePeople({ seed: 1, people: 1, ...size }, 6);
  if (!person) throw new Error('nobody is there');
  const full = await painter.paint([person]);
  const middle = (Math.round(person.y) * 320 + Math.round(person.x)) * 3;
  expect(full.data.subarray(middle, middle + 3)).not.toEqual(empty.data.subarray(middle, middle + 3));
  expect(full.data.subarray(0, 3)).toEqual(empty.data.subarray(0, 3));
  expect((await painter.paint([])).data.equals(empty.data)).toBe(true);
});
