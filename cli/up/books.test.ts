import { expect, test } from 'vitest';
import { Books } from './books.ts';
import { summarize } from './summary.ts';

test('each shot of the run is settled once; those of earlier runs are not counted', () => {
  const books = new Books();
  for (const id of ['a', 'b', 'c', 'd', 'e']) books.open(id);
  expect(books.settle('a', 'stored')).toBe(true);
  expect(books.settle('a', 'duplicate')).toBe(false);
  expect(books.settle('from an earlier run', 'stored')).toBe(false);
  books.settle('b', 'duplicate');
  books.settle('c', 'rejected');
  books.settle('d', 'dropped');
  expect(summarize({ frames: 7, faces: 6 }, books, 1.234)).toEqual({
    frames: 7,
    faces: 6,
    shots: 5,
    stored: 1,
    duplicates: 1,
    rejected: 1,
    dropped: 1,
    lost: 1,
    seconds: 1.2,
  });
});
