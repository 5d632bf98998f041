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
  expect(summarize({ frames: 7, faces: 6 }, books, 0, 1.234)).toEqual({
    frames: 7,
    faces: 6,
    shots: 5,
    stored: 1,
    duplicates: 1,
    rejected: 1,
    dropped: 1,
    waiting: 0,
    lost: 1,
    earlier: 0,
    seconds: 1.2,
  });
});

test('what is in the spool at the end waits; it is not lost', () => {
  const books = new Books();
  for (const id of ['a', 'b', 'c']) books.open(id);
  expect(summarize({ frames: 3, faces: 3 }, books, 2, 1)).toMatchObject({ shots: 3, waiting: 2, lost: 1, earlier: 0 });
  expect(summarize({ frames: 3, faces: 3 }, books, 9, 1)).toMatchObject({ shots: 3, waiting: 3, lost: 0, earlier: 6 });
});
