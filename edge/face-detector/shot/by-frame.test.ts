import { expect, test } from 'vitest';
import type { Frame } from '../frame.ts';
import type { Pick } from '../track/selector.ts';
import { byFrame } from './by-frame.ts';

test('picks that follow one another and are of one frame are together, in their order', () => {
  const [a, b] = ['a', 'b'].map((ref): Frame => ({ ref, at: 0, image: { type: 'encoded', data: Buffer.alloc(0) } }));
  if (!a || !b) throw new Error('two frames');
  const picks = [a, a, b, a].map((frame, index): Pick => {
    const detection = { label: 'face', score: index / 10, box: [0, 0, 1, 1] as const, landmarks: [] };
    return { frame, width: 10, height: 10, detection, others: [] };
  });
  const groups = byFrame(picks);
  expect(groups.map(({ frame }) => frame)).toEqual([a, b, a]);
  expect(groups.flatMap((group) => group.picks)).toEqual(picks);
  expect(byFrame([])).toEqual([]);
});
