import { expect, test } from 'vitest';
import { byName } from './natural-order.ts';

test('numbers count as numbers, and names that read the same have a fixed order', () => {
  const names = ['frame-10.jpg', 'b.jpg', 'frame-2.jpg', 'frame-02.jpg', 'a.jpg', 'B.jpg'];
  const sorted = ['a.jpg', 'b.jpg', 'B.jpg', 'frame-02.jpg', 'frame-2.jpg', 'frame-10.jpg'];
  expect(names.toSorted(byName)).toEqual(sorted);
  expect(names.toReversed().toSorted(byName)).toEqual(sorted);
});
