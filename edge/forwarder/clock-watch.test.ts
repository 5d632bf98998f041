import { loggedContext } from '@vedette/core/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { ClockWatch } from './clock-watch.ts';

const WRONG = Date.UTC(2016, 10, 23);
const RIGHT = Date.UTC(2026, 10, 21);

afterEach(() => void vi.useRealTimers());

test('a clock that cannot be right is said once, until it is set', () => {
  vi.useFakeTimers({ now: WRONG });
  const { log, lines } = loggedContext();
  const alarms: (string | undefined)[] = [];
  const watch: ClockWatch = new ClockWatch(log, () => alarms.push(watch.alarm));
  expect(watch.alarm).toContain('it says 2016-11-23');
  vi.advanceTimersByTime(60_000);
  vi.setSystemTime(RIGHT);
  vi.advanceTimersByTime(60_000);
  watch.close();
  expect(alarms).toEqual([undefined]);
  expect(lines.map(({ level }) => level)).toEqual([40, 30]);
});

test('of a clock that may be right nothing is said', () => {
  vi.useFakeTimers({ now: RIGHT });
  const { log, lines } = loggedContext();
  const watch = new ClockWatch(log, () => expect.unreachable());
  vi.advanceTimersByTime(60_000);
  watch.close();
  expect([lines, watch.alarm]).toEqual([[], undefined]);
});
