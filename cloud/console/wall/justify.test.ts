import { expect, test } from 'vitest';
import { justify, type Row } from './justify.ts';

const OPTIONS = { width: 1_000, height: 160, gap: 4 };
const RATIOS = Array.from({ length: 101 }, (_, index) => 0.6 + ((index * 7) % 10) / 10);

function indexesOf(rows: readonly Row[]): number[] {
  return rows.flatMap(({ places }) => places.map(({ index }) => index));
}

function endOf({ places }: Row): number {
  const last = places.at(-1);
  return last ? last.left + last.width : 0;
}

test.each(['last', 'first'] as const)(
  'with the open row %s, each picture has its place and rows fill the width',
  (open) => {
    const rows = justify(RATIOS, { ...OPTIONS, open });
    expect(indexesOf(rows)).toEqual(RATIOS.map((_, index) => index));
    const full = open === 'last' ? rows.slice(0, -1) : rows.slice(1);
    for (const row of full) {
      expect(endOf(row)).toBeCloseTo(OPTIONS.width);
      expect(row.height).toBeLessThanOrEqual(OPTIONS.height);
      for (const { index, width } of row.places) expect(width / row.height).toBeCloseTo(RATIOS[index] ?? 0);
    }
  },
);

test('what comes in front changes the first row alone', () => {
  const options = { ...OPTIONS, open: 'first' } as const;
  const before = justify(RATIOS, options).slice(1);
  const after = justify([1, ...RATIOS], options).slice(-before.length);
  const widths = (rows: readonly Row[]) => rows.map(({ places }) => places.map(({ width }) => width));
  expect(widths(after)).toEqual(widths(before));
});

test('few pictures keep their height, a wide one fits', () => {
  expect(justify([1, 1], OPTIONS)).toEqual([
    {
      height: 160,
      places: [
        { index: 0, left: 0, width: 160 },
        { index: 1, left: 164, width: 160 },
      ],
    },
  ]);
  expect(justify([20], OPTIONS)).toEqual([{ height: 50, places: [{ index: 0, left: 0, width: 1_000 }] }]);
  expect(justify([], OPTIONS)).toEqual([]);
});
