import { expect, test } from 'vitest';
import { RecentExtreme } from './recent-extreme.ts';

test('the least of late; what is older than two periods is forgotten', () => {
  const least = new RecentExtreme(Math.min, 1_000);
  expect(least.value).toBeUndefined();
  least.note(5, 0);
  least.note(9, 500);
  expect(least.value).toBe(5);
  least.note(7, 1_500);
  expect(least.value).toBe(5);
  least.note(8, 2_600);
  expect(least.value).toBe(7);
  least.forget();
  expect(least.value).toBeUndefined();
});
