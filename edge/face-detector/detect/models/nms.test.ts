import { expect, test } from 'vitest';
import type { Box } from '../box.ts';
import { suppressOverlaps } from './nms.ts';

const at = (box: Box, score: number, label = 'face') => ({ label, score, box, landmarks: [] });

test('of those that overlap, the surest stays, and the order is by score', () => {
  const weak = at([2, 2, 10, 10], 0.6);
  const sure = at([0, 0, 10, 10], 0.9);
  const apart = at([50, 50, 10, 10], 0.7);
  expect(suppressOverlaps([weak, apart, sure], 0.3)).toEqual([sure, apart]);
});

test('a little overlap is two faces side by side', () => {
  const pair = [at([0, 0, 10, 10], 0.9), at([8, 0, 10, 10], 0.8)];
  expect(suppressOverlaps(pair, 0.3)).toEqual(pair);
});

test('one suppressed suppresses nobody', () => {
  const chain = [at([0, 0, 10, 10], 0.9), at([4, 0, 10, 10], 0.8), at([8, 0, 10, 10], 0.7)];
  expect(suppressOverlaps(chain, 0.3).map(({ score }) => score)).toEqual([0.9, 0.7]);
});

test('labels do not compete', () => {
  const two = [at([0, 0, 10, 10], 0.9, 'person'), at([0, 0, 10, 10], 0.8, 'dog')];
  expect(suppressOverlaps(two, 0.3)).toEqual(two);
});

test('nothing comes of nothing', () => {
  expect(suppressOverlaps([], 0.3)).toEqual([]);
});
