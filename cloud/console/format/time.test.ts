import { expect, test } from 'vitest';
import { dayOf, duration, milliseconds, startOfDay } from './time.ts';

test.each([
  [-3, '0 s'],
  [3.4, '3 s'],
  [59.6, '1 min'],
  [185, '3 min 5 s'],
  [7_800, '2 h 10 min'],
  [86_400, '1 day'],
  [300_000, '3 days'],
])('%d s is %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test.each([
  [12.4, '12 ms'],
  [-30, '-30 ms'],
  [1_240, '1.2 s'],
  [65_000, '1 min 5 s'],
])('%d ms is %s', (ms, text) => {
  expect(milliseconds(ms)).toBe(text);
});

test('days are those of the calendar here, also over the end of a month', () => {
  expect(dayOf(startOfDay('2026-11-30'))).toBe('2026-11-30');
  expect(dayOf(startOfDay('2026-11-30', 1))).toBe('2026-12-01');
  expect(startOfDay('2026-11-30').getHours()).toBe(0);
});
