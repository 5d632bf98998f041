import { seededRandom } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { follow, type Walker } from './crossings.testing.ts';

const SEEDS = Array.from({ length: 50 }, (_, index) => index + 1);

function walker(name: string, x: number, y: number, speed: number, size: number): Walker {
  return { name, at: (seconds) => ({ x: x + speed * seconds, y, size }) };
}

/** Two who walk towards each other, at one to five of their widths a second, and are at one place after two seconds. */
function crossing(seed: number): Walker[] {
  const random = seededRandom(seed);
  const size = 40 + 20 * random();
  const [right, left] = [size * (1 + 4 * random()), size * (1 + 4 * random())];
  const nearer = size * (1 + 0.3 * random());
  return [
    walker('near', 320 - 2 * right, 200 + (random() - 0.5) * size, right, nearer),
    walker('far', 320 + 2 * left, 200, -left, size),
  ];
}

test.each([10, 15, 30])('two who cross keep their tracks, at %i frames a second', (fps) => {
  const ways = SEEDS.map((seed) => follow(crossing(seed), { fps, seconds: 4, noise: 0.015, missing: 0, seed }));
  expect(ways.map(({ switches }) => switches)).toEqual(SEEDS.map(() => 0));
  expect(ways.map(({ tracks }) => tracks)).toEqual(SEEDS.map(() => ({ near: 1, far: 1 })));
});

test('at five frames a second, where they meet in one or two of them, at most six pairs of fifty are swapped', () => {
  const ways = SEEDS.map((seed) => follow(crossing(seed), { fps: 5, seconds: 4, noise: 0.015, missing: 0, seed }));
  expect(ways.filter(({ switches }) => switches > 0).length).toBeLessThanOrEqual(6);
});

test('where one detection in ten is missing, at most one pair of fifty is swapped', () => {
  const ways = SEEDS.map((seed) => follow(crossing(seed), { fps: 10, seconds: 4, noise: 0.015, missing: 0.1, seed }));
  expect(ways.filter(({ switches }) => switches > 0).length).toBeLessThanOrEqual(1);
});

test('who stands is not carried away by who passes in front', () => {
  const stands = walker('stands', 320, 200, 0, 50);
  const passes = walker('passes', 100, 195, 150, 60);
  const { switches, tracks } = follow([stands, passes], { fps: 10, seconds: 3, noise: 0.02, missing: 0, seed: 1 });
  expect({ switches, tracks }).toEqual({ switches: 0, tracks: { stands: 1, passes: 1 } });
});

test('a small face that moves by more than its width from frame to frame is one track', () => {
  const fast = walker('fast', 0, 200, 160, 20);
  const { tracks } = follow([fast], { fps: 5, seconds: 3, noise: 0.03, missing: 0, seed: 1 });
  expect(tracks).toEqual({ fast: 1 });
});
