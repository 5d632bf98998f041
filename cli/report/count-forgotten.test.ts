import { expect, test } from 'vitest';
import { forgottenBy } from './count-forgotten.ts';

const PLACE = { site: 'home', device: 'pole-7', camera: 'cam0' };
const MINUTE = '2026-11-20T22:38Z';
const begin = Date.parse(MINUTE) * 1_000;
const RULE = { v: 1, erasedAt: begin + 90_000_000 } as const;

test('what the catalog has counted, by camera and minute', () => {
  const count = forgottenBy([{ ...PLACE, minute: MINUTE, shots: 3 }], []);
  expect([
    count(PLACE, MINUTE),
    count({ ...PLACE, camera: 'cam1' }, MINUTE),
    count(PLACE, '2026-11-20T22:39Z'),
  ]).toEqual([3, 0, 0]);
});

test.each([
  [{}, true],
  [{ device: 'pole-7' }, true],
  [{ device: 'pole-8' }, false],
  [{ from: begin, to: begin + 60_000_000 }, true],
  [{ from: begin + 1 }, false],
  [{ to: begin + 59_999_999 }, false],
  [{ track: 't1' }, false],
])('a rule about %j tells that all of the minute went: %s', (rule, isAll) => {
  expect(forgottenBy([], [{ ...RULE, ...rule }])(PLACE, MINUTE)).toBe(isAll ? Number.POSITIVE_INFINITY : 0);
});
