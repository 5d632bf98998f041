import { expect, test } from 'vitest';
import { formatHours, parseHours, rangeOf } from './time-range.ts';

test('hours are what they were written as', () => {
  expect(parseHours('9-11')).toEqual({ first: 9, last: 11 });
  expect(parseHours(formatHours({ first: 0, last: 0 }))).toEqual({ first: 0, last: 0 });
  for (const wrong of [undefined, '', '11-9', '20-24', 'x', '-3']) expect(parseHours(wrong)).toBeUndefined();
});

test('a range is of the day here, and its hours end behind the last', () => {
  const day = rangeOf('2026-11-21');
  expect(new Date(day.from).getHours()).toBe(0);
  expect(Date.parse(day.to) - Date.parse(day.from)).toBe(86_400_000);
  const hours = rangeOf('2026-11-21', { first: 22, last: 23 });
  expect(new Date(hours.from).getHours()).toBe(22);
  expect(hours.to).toBe(day.to);
});
