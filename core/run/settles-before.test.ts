import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { settlesBefore } from './settles-before.ts';

const open = new Promise<never>(() => {});

test('what resolves or rejects is settled, and nobody listens any more', async () => {
  const { signal } = new AbortController();
  expect(await settlesBefore(signal, Promise.resolve(7))).toBe(true);
  expect(await settlesBefore(signal, Promise.reject(new Error('no')))).toBe(true);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('what stays open is waited for until the signal comes, or not at all if it has come', async () => {
  const end = new AbortController();
  const waiting = settlesBefore(end.signal, open);
  end.abort();
  expect(await waiting).toBe(false);
  expect(await settlesBefore(end.signal, open)).toBe(false);
  expect(await settlesBefore(end.signal, Promise.reject(new Error('no')))).toBe(false);
});
