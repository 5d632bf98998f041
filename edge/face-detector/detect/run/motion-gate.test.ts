import { seededRandom } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { MotionGate } from './motion-gate.ts';

const OPTIONS = { minChange: 4, maxStill: 1_000_000 };

/** A grey picture of 160x120 with noise, and a light square of 16 px at `x`, if that is given. */
function picture(random: () => number, x?: number) {
  const [width, height] = [160, 120];
  const data = Uint8Array.from({ length: width * height * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3);
    const inSquare =
      x !== undefined && Math.abs((pixel % width) - x) < 8 && Math.abs(Math.floor(pixel / width) - 60) < 8;
    return (inSquare ? 140 : 100) + Math.round((random() - 0.5) * 12);
  });
  return { data, width, height };
}

test('noise alone is still; what comes, moves and goes is not', () => {
  const random = seededRandom(1);
  const gate = new MotionGate(OPTIONS);
  const scenes = [undefined, undefined, undefined, 40, 40, 44, 44, undefined, undefined];
  const still = scenes.map((x, frame) => gate.isStill(picture(random, x), frame * 1_000));
  expect(still).toEqual([false, true, true, false, true, false, true, false, true]);
});

test('what creeps is seen once it has come far enough from where it was looked at', () => {
  const gate = new MotionGate(OPTIONS);
  const still = Array.from({ length: 9 }, (_, x) =>
    gate.isStill(
      picture(() => 0.5, 40 + x),
      x,
    ),
  );
  expect(still[1]).toBe(true);
  expect(still.slice(1)).toContain(false);
});

test('after a while it is looked at all the same, also where the clock was set back', () => {
  const gate = new MotionGate(OPTIONS);
  const same = picture(() => 0.5);
  const times = [5_000_000, 5_900_000, 6_000_000, 6_900_000, 1_000_000, 1_500_000];
  expect(times.map((at) => gate.isStill(same, at))).toEqual([false, true, false, true, false, true]);
});

test('a picture of another size is new, and one of a single pixel can be compared', () => {
  const gate = new MotionGate(OPTIONS);
  const dot = { data: Uint8Array.of(9, 9, 9), width: 1, height: 1 };
  expect([picture(() => 0.5), dot, dot].map((one) => gate.isStill(one, 0))).toEqual([false, false, true]);
});
