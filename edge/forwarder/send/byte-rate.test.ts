import { expect, test } from 'vitest';
import { ByteRate } from './byte-rate.ts';

test('a second may be made up for, and then the rate holds', () => {
  const rate = new ByteRate(1_000);
  let bytes = 0;
  for (let now = 0; now < 20_000; now++) {
    if (rate.waitMs(now) > 0) continue;
    rate.spend(300, now);
    bytes += 300;
  }
  expect(bytes).toBeGreaterThanOrEqual(20_000);
  expect(bytes).toBeLessThanOrEqual(21_300);
});

test('a message beyond a second of it goes all the same, and what it took is waited for', () => {
  const rate = new ByteRate(1_000);
  rate.spend(5_000, 0);
  expect(rate.waitMs(0)).toBe(4_001);
  expect(rate.waitMs(4_000)).toBe(1);
  expect(rate.waitMs(4_001)).toBe(0);
});

test('no limit', () => {
  const rate = new ByteRate(Number.POSITIVE_INFINITY);
  rate.spend(1e12, 0);
  expect(rate.waitMs(0)).toBe(0);
});
