import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CountedLine } from './counted-line.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first is said at once, a flood behind it as one line, and silence as none', () => {
  const lines: string[] = [];
  const line = new CountedLine((count, latest) => lines.push(`${count} ${latest}`));
  for (let i = 0; i < 1_000; i++) line.add(`#${i}`);
  expect(lines).toEqual(['1 #0']);
  vi.advanceTimersByTime(5_000);
  expect(lines).toEqual(['1 #0', '999 #999']);
  line.add('later');
  expect(lines.at(-1)).toBe('1 later');
  line.add('unsaid');
  line.close();
  expect(lines.at(-1)).toBe('1 unsaid');
  expect(vi.getTimerCount()).toBe(0);
});
