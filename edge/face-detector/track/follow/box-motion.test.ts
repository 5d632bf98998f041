import { expect, test } from 'vitest';
import type { Box } from '../../detect/box.ts';
import { BoxMotion } from './box-motion.ts';

const SECOND = 1_000_000;

/** What is forecast for `at` (s) of a box that was seen at each tenth of the first second. */
function forecast(boxAt: (seconds: number) => Box, at: number) {
  const motion = new BoxMotion(boxAt(0), 0);
  for (let tenth = 1; tenth <= 10; tenth += 1) motion.see(boxAt(tenth / 10), (tenth / 10) * SECOND);
  return motion.forecast(at * SECOND);
}

test('what moves evenly is expected where it will be', () => {
  const { box } = forecast((seconds) => [200 * seconds, 100, 40, 40], 1.3);
  expect(Math.abs(box[0] - 260)).toBeLessThan(4);
  expect(Math.abs(box[1] - 100)).toBeLessThan(1);
});

test('what stands is expected where it is, and what grows to have grown a little', () => {
  expect(forecast(() => [10, 20, 40, 50], 2).box.map(Math.round)).toEqual([10, 20, 40, 50]);
  const [, , width] = forecast((seconds) => [0, 0, 40 + 20 * seconds, 40 + 20 * seconds], 1.2).box;
  expect(width).toBeGreaterThan(58);
  expect(width).toBeLessThan(68);
});

test('the longer it was not seen, the less is known; what was seen once may be anywhere near', () => {
  const walk = (seconds: number): Box => [200 * seconds, 100, 40, 40];
  const [soon, late] = [forecast(walk, 1.1).deviation, forecast(walk, 2).deviation];
  expect(late).toBeGreaterThan(3 * soon);
  expect(new BoxMotion(walk(0), 0).forecast(0.1 * SECOND).deviation).toBeGreaterThan(soon);
});

test('nobody is carried on for ever, nor backwards by a clock that is set back', () => {
  const walk = (seconds: number): Box => [200 * seconds, 100, 40, 40];
  expect(forecast(walk, 60).box[0]).toBeLessThan(450);
  expect(Math.abs(forecast(walk, -3_600).box[0] - 200)).toBeLessThan(10);
});
