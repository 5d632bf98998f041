import { expect, test } from 'vitest';
import { justify } from './justify.ts';
import { stepTo } from './step.ts';

// Two rows of four squares, and one square by itself.
const ROWS = justify(
  Array.from({ length: 9 }, () => 1),
  { width: 400, height: 100, gap: 0 },
);

test.each([
  ['ArrowRight', 3, 4],
  ['ArrowRight', 8, 8],
  ['ArrowLeft', 4, 3],
  ['ArrowLeft', 0, 0],
  ['ArrowDown', 1, 5],
  ['ArrowDown', 7, 8],
  ['ArrowUp', 8, 4],
  ['Home', 6, 0],
  ['End', 2, 8],
])('%s leads from %d to %d', (key, from, to) => {
  expect(stepTo(key, from, ROWS)?.index).toBe(to);
});

test('other keys, and what is beyond the first and the last row, lead nowhere', () => {
  expect(stepTo('ArrowUp', 2, ROWS)).toBeUndefined();
  expect(stepTo('ArrowDown', 8, ROWS)).toBeUndefined();
  expect(stepTo('a', 2, ROWS)).toBeUndefined();
  expect(stepTo('End', 0, [])).toBeUndefined();
});
