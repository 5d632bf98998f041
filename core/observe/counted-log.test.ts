import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CountedLog } from './counted-log.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a flood is one line at once and one a second, with the last entry and how many there were', () => {
  const lines: object[] = [];
  const log = new CountedLog((line) => lines.push(line));
  for (let i = 0; i < 100; i++) log.add({ reason: 'text', i });
  expect(lines).toEqual([{ reason: 'text', i: 0, count: 1 }]);
  vi.advanceTimersByTime(1_000);
  expect(lines.slice(1)).toEqual([{ reason: 'text', i: 99, count: 99 }]);
  log.add({ i: 100 });
  vi.advanceTimersByTime(999);
  expect(lines).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(lines.slice(2)).toEqual([{ i: 100, count: 1 }]);
});

test('after a quiet second the next entry is a line at once again, and no timer is left', () => {
  const lines: object[] = [];
  const log = new CountedLog((line) => lines.push(line));
  log.add({ i: 1 });
  vi.advanceTimersByTime(1_000);
  expect(vi.getTimerCount()).toBe(0);
  log.add({ i: 2 });
  expect(lines).toEqual([
    { i: 1, count: 1 },
    { i: 2, count: 1 },
  ]);
});

test('closing writes what is left, once', () => {
  const lines: object[] = [];
  const log = new CountedLog((line) => lines.push(line));
  for (let i = 0; i < 3; i++) log.add({ i });
  log.close();
  log.close();
  expect(lines).toEqual([
    { i: 0, count: 1 },
    { i: 2, count: 2 },
  ]);
  expect(vi.getTimerCount()).toBe(0);
});
