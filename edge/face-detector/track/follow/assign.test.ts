import { seededRandom } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { assign, type Candidate } from './assign.ts';

type Pair = Candidate<{ row: number }, string>;

function sumOf(assigned: ReadonlyMap<{ row: number }, string>, candidates: readonly Pair[]): number {
  return candidates.reduce((sum, pair) => (assigned.get(pair.row) === pair.column ? sum + pair.affinity : sum), 0);
}

/** The greatest sum, by trying all. */
function greatest(rows: readonly { row: number }[], candidates: readonly Pair[], taken = new Set<string>()): number {
  const [row, ...others] = rows;
  if (!row) return 0;
  const free = candidates.filter((pair) => pair.row === row && !taken.has(pair.column));
  const sums = free.map((pair) => pair.affinity + greatest(others, candidates, new Set([...taken, pair.column])));
  return Math.max(greatest(others, candidates, taken), ...sums);
}

test('one gives up its best where another then gains more', () => {
  const [a, b] = [{ row: 1 }, { row: 2 }];
  const candidates: Pair[] = [
    { row: a, column: 'x', affinity: 0.9 },
    { row: a, column: 'y', affinity: 0.8 },
    { row: b, column: 'x', affinity: 0.8 },
  ];
  expect([...assign(candidates)].sort(([one], [other]) => one.row - other.row)).toEqual([
    [a, 'y'],
    [b, 'x'],
  ]);
});

test('nobody wants nothing', () => {
  expect(assign([])).toEqual(new Map());
});

test('the sum is the greatest that there is, and nothing is given twice', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = seededRandom(seed);
    const rows = Array.from({ length: 1 + Math.floor(5 * random()) }, (_, row) => ({ row }));
    const columns = 'abcde'.slice(0, 1 + Math.floor(5 * random())).split('');
    const candidates = rows
      .flatMap((row) => columns.map((column): Pair => ({ row, column, affinity: random() })))
      .filter(() => random() < 0.7);
    const assigned = assign(candidates);
    expect(new Set(assigned.values()).size).toBe(assigned.size);
    expect(sumOf(assigned, candidates)).toBeGreaterThan(greatest(rows, candidates) - 0.03);
  }
});
