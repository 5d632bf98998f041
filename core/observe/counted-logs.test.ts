import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CountedLogs } from './counted-logs.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function listen() {
  const lines: string[] = [];
  const logs = new CountedLogs(({ reason, count }) => lines.push(`${count} ${reason}`), 30_000);
  return { lines, logs };
}

test('each reason is said at once, and then once a period, whatever its numbers', () => {
  const { lines, logs } = listen();
  for (let second = 0; second < 60; second++) {
    logs.add({ reason: `no room for ${second}.ldb` });
    if (second === 10) logs.add({ reason: 'a wrong password' });
    vi.advanceTimersByTime(1_000);
  }
  expect(lines).toEqual([
    '1 no room for 0.ldb',
    '1 a wrong password',
    '29 no room for 29.ldb',
    '30 no room for 59.ldb',
  ]);
  logs.close();
});

test('of very many reasons the later ones share a line', () => {
  const { lines, logs } = listen();
  const name = (i: number) => `not authorized as ${String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26))}`;
  for (let i = 0; i < 300; i++) logs.add({ reason: name(i) });
  logs.close();
  expect(lines).toHaveLength(102);
  expect(lines.at(-1)).toBe(`199 ${name(299)}`);
});
