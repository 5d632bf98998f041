import { expect, test } from 'vitest';
import { frontality } from './pose.ts';

const RIGHT = [10, 20] as const;
const LEFT = [50, 20] as const;

test('a nose midway is frontal, however low it is', () => {
  expect(frontality([RIGHT, LEFT, [30, 40]])).toBe(1);
  expect(frontality([RIGHT, LEFT, [30, 60]])).toBe(1);
});

test('a nose below an eye is a profile, to either side and beyond', () => {
  expect(frontality([RIGHT, LEFT, [50, 40]])).toBe(0);
  expect(frontality([RIGHT, LEFT, [10, 40]])).toBe(0);
  expect(frontality([RIGHT, LEFT, [70, 40]])).toBe(0);
});

test('between them it falls evenly', () => {
  expect(frontality([RIGHT, LEFT, [40, 40]])).toBeCloseTo(0.5);
});

test.each([30, 90, 200])('a head tilted by %i degrees is as frontal as before', (degrees) => {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const tilted = [RIGHT, LEFT, [36, 44] as const].map(([x, y]) => [x * cos - y * sin, x * sin + y * cos] as const);
  expect(frontality(tilted)).toBeCloseTo(0.7);
});

test('without three landmarks, or with both eyes in one place, nothing speaks for a frontal face', () => {
  expect(frontality([])).toBe(0);
  expect(frontality([RIGHT, LEFT])).toBe(0);
  expect(frontality([RIGHT, RIGHT, [30, 40]])).toBe(0);
  expect(frontality([RIGHT, [Number.NaN, 20], [30, 40]])).toBe(0);
});
