import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Telling } from './telling.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const RHYTHM = { everyMs: 60_000, afterConnectMs: 3_000, atMostEveryMs: 30_000 };

/** When something was said, in s. */
function listen() {
  const said: number[] = [];
  const state = { changes: 0 };
  const begun = performance.now();
  const say = () => said.push((performance.now() - begun) / 1_000);
  const telling = new Telling({ rhythm: RHYTHM, changes: () => state.changes, say });
  const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1_000);
  return { said, state, telling, pass };
}

test('news are said once a minute, and what stays the same every other one', () => {
  const { said, state, telling, pass } = listen();
  for (let i = 0; i < 120; i++) {
    state.changes += 1;
    pass(1);
  }
  pass(240);
  telling.close();
  pass(600);
  expect(said).toEqual([60, 120, 240, 360]);
});

test('after a connect it is said behind what else waits, and not with each of very many', () => {
  const { said, telling, pass } = listen();
  pass(1);
  telling.soon();
  pass(2);
  expect(said).toEqual([]);
  for (let i = 0; i < 40; i++) {
    pass(1);
    telling.soon();
  }
  telling.close();
  expect(said).toEqual([4, 34]);
});
