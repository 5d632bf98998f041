import { describe, expect, test } from 'vitest';
import { LOOKS } from './looks.ts';
import { type Placement, placePeople } from './scene.ts';

const options = { seed: 1, people: 3, width: 640, height: 480 };
const tenMinutes = Array.from({ length: 6_000 }, (_, i) => i / 10);

function isInside({ x, headWidth }: Placement): boolean {
  return x > headWidth / 2 && x < options.width - headWidth / 2;
}

test('the same seed and time give the same, whatever was asked before', () => {
  const forward = tenMinutes.map((seconds) => placePeople(options, seconds));
  expect(placePeople(options, 123.4)).toEqual(forward[1_234]);
  expect(placePeople({ ...options, seed: 2 }, 123.4)).not.toEqual(forward[1_234]);
});

test('somebody is there from the first frame on', () => {
  expect(placePeople(options, 0).filter(isInside)).toHaveLength(1);
});

test('people come and go: each is out of the frame in between, and many are seen', () => {
  const looks = new Set<number>();
  let counts = new Set<number>();
  for (const seconds of tenMinutes) {
    const inside = placePeople(options, seconds).filter(isInside);
    counts = counts.add(inside.length);
    for (const { look } of inside) looks.add(look);
  }
  expect(looks.size).toBe(LOOKS.length);
  expect([...counts].toSorted()).toEqual([0, 1, 2, 3].filter((count) => counts.has(count)));
  expect(counts.size).toBeGreaterThan(2);
});

describe.each([1, 3, 8])('%i people', (people) => {
  const frames = tenMinutes.map((seconds) => placePeople({ ...options, people }, seconds));

  test('no more than asked for, and nobody meets a double', () => {
    for (const placements of frames) {
      expect(placements.length).toBeLessThanOrEqual(people);
      expect(new Set(placements.map(({ look }) => look)).size).toBe(placements.length);
    }
  });

  test('nobody jumps, and nobody appears or vanishes within the frame', () => {
    for (const [index, placements] of frames.entries()) {
      for (const person of index === 0 ? [] : placements) {
        const before = frames[index - 1]?.find(({ look }) => look === person.look);
        if (before) expect(Math.hypot(before.x - person.x, before.y - person.y)).toBeLessThan(person.headWidth);
        else expect(isInside(person)).toBe(false);
      }
    }
  });
});

test('nobody at all', () => {
  expect(placePeople({ ...options, people: 0 }, 5)).toEqual([]);
});
