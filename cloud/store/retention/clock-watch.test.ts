import { expect, test } from 'vitest';
import { ClockWatch } from './clock-watch.ts';

test('a clock that goes with the steady one is well, and a jump is told once, with its direction', () => {
  const watch = new ClockWatch(1_000_000, 0);
  expect(watch.look(4_600_100, 3_600_000)).toBeUndefined();
  expect(watch.look(4_600_100 + 86_400_000, 3_600_500)).toContain('set forward by 1440 minutes');
  expect(watch.look(4_600_600 + 86_400_000, 3_601_000)).toBeUndefined();
  expect(watch.look(4_600_600, 3_602_000)).toContain('set back by 1440 minutes');
});
