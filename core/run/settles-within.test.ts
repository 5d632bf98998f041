import { expect, test } from 'vitest';
import { settlesWithin } from './settles-within.ts';

test('what resolves or rejects is settled, what stays open is not', async () => {
  expect(await settlesWithin(10_000, Promise.resolve(7))).toBe(true);
  expect(await settlesWithin(10_000, Promise.reject(new Error('no')))).toBe(true);
  expect(await settlesWithin(10, new Promise(() => {}))).toBe(false);
});
