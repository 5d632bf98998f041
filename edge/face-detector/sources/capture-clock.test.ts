import { describe, expect, test } from 'vitest';
import { CaptureClock, type Moment } from './capture-clock.ts';

/** 2026-11-21, an hour after the machine was started. */
const WALL = Date.UTC(2026, 10, 21);
const MONOTONIC = 3_600_000;

const after = (ms: number): Moment => ({ wallMs: WALL + ms, monotonicMs: MONOTONIC + ms });

/** The ages of frames that are captured every 100 ms and come `delays` ms later, stamped by a clock that starts at `start`. */
function agesOf(start: number, delays: readonly number[], rate = 1, clock = new CaptureClock()): number[] {
  return delays.map((delay, i) => clock.ageOf(start + Math.round(i * 100 * rate), after(i * 100 + delay)));
}

describe.each([
  ["this machine's wall clock", WALL],
  ["this machine's monotonic clock", MONOTONIC],
  ['the low 32 bits of the wall clock', WALL % 2 ** 32],
])('stamped by %s', (_, start) => {
  test('the age is the whole delay', () => {
    expect(agesOf(start, [30, 35, 30, 250, 31])).toEqual([30, 35, 30, 250, 31]);
  });

  test('also of what was held up for seconds', () => {
    expect(agesOf(start, [30, 5_000, 4_900, 30])).toEqual([30, 5_000, 4_900, 30]);
  });

  test('a stamp that was rounded up is not from the future', () => {
    expect(agesOf(start, [-1, 0, 3])).toEqual([0, 0, 3]);
  });
});

describe.each([
  ['began when the camera was switched on', 12_345],
  ['is a quarter of an hour fast', WALL + 900_000],
  ['is a minute slow', WALL - 60_000],
])('stamped by a clock that %s', (_, start) => {
  test('the age is what a frame waited beyond the quickest', () => {
    expect(agesOf(start, [40, 30, 35, 250, 30])).toEqual([0, 0, 5, 220, 0]);
  });

  test.each([0.9999, 1.0001])('it goes %d times as fast as ours, and the age does not grow', (rate) => {
    const day = Array.from({ length: 864_000 }, () => 30);
    expect(Math.max(...agesOf(start, day, rate).slice(-1_000))).toBeLessThan(5);
  });

  test.each([3_600_000, -3_600_000])('it is set by %i ms, and goes on as before', (step) => {
    const clock = new CaptureClock();
    agesOf(start, [30, 30, 30], 1, clock);
    const later = agesOf(start + step, [30, 35, 30, 80], 1, clock);
    expect(later.slice(2)).toEqual([0, 50]);
  });

  test.each([5_000, 9_000, -5_000, 60_000])('ours is set by %i ms: the ages stay', (step) => {
    const clock = new CaptureClock();
    agesOf(start, [30, 30, 80], 1, clock);
    const ages = [30, 80, 30].map((delay, i) => {
      const { wallMs, monotonicMs } = after(300 + i * 100 + delay);
      return clock.ageOf(start + 300 + i * 100, { wallMs: wallMs + step, monotonicMs });
    });
    expect(ages).toEqual([0, 50, 0]);
  });

  test('it is set back by 5 s, which is forgotten after half a minute', () => {
    const clock = new CaptureClock();
    agesOf(start, [30, 30], 1, clock);
    const later = [1_000, 29_000, 31_000, 31_100].map((ms) => clock.ageOf(start + ms - 5_000, after(ms + 30)));
    expect(later).toEqual([5_000, 5_000, 0, 0]);
  });
});

test("this machine's clock is set while frames come: they are not an hour old", () => {
  const clock = new CaptureClock();
  agesOf(WALL, [30, 30], 1, clock);
  const set = { wallMs: WALL + 3_600_000 + 330, monotonicMs: MONOTONIC + 330 };
  expect(clock.ageOf(WALL + 300, set)).toBe(0);
  expect(clock.ageOf(WALL + 3_600_400, { ...set, wallMs: set.wallMs + 100 })).toBe(30);
});

test('without a stamp, or with one that stands still, the age is unknown', () => {
  const clock = new CaptureClock();
  expect(clock.ageOf(undefined, after(0))).toBe(0);
  expect([0, 100, 5_000, 60_000].map((ms) => clock.ageOf(7, after(ms)))).toEqual([0, 0, 0, 0]);
});
