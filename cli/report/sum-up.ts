import { type Residue, sumRows } from '@vedette/core/ledger';
import type { ReportRow } from './compare.ts';

/** All rows in one; undefined where there is none. Of its minute and times, those of the first. */
export function sumUp(rows: readonly ReportRow[]): ReportRow | undefined {
  const [first] = rows;
  if (!first) return undefined;
  const { inBucket: _, ...head } = first;
  return {
    ...head,
    ...sumRows(rows),
    ...sumInBucket(rows),
    residues: sumResidues(rows.flatMap(({ residues }) => residues)),
    closes: rows.every(({ closes }) => closes),
  };
}

/** One of each name. */
export function sumResidues(all: readonly Residue[]): Residue[] {
  const sums = new Map<string, Residue>();
  for (const residue of all) {
    const { count } = sums.get(residue.name) ?? { count: 0 };
    sums.set(residue.name, { ...residue, count: count + residue.count });
  }
  return [...sums.values()];
}

/** Nothing where one of them was not looked for. */
function sumInBucket(rows: readonly ReportRow[]): Pick<ReportRow, 'inBucket'> {
  const counts = rows.map(({ inBucket }) => inBucket).filter((count) => count !== undefined);
  return counts.length < rows.length ? {} : { inBucket: counts.reduce((sum, count) => sum + count, 0) };
}
