import type { Residue } from '@vedette/core/ledger';
import type { ReportRow } from './compare.ts';

const COUNTS = [
  ...(['generated', 'suppressed', 'shots', 'held', 'lostWithDetector', 'received', 'stored', 'duplicates'] as const),
  ...(['recounted', 'rejected', 'waiting', 'inFlight'] as const),
];

/** All rows in one; undefined where there is none. Of its minute and times, those of the first. */
export function sumUp(rows: readonly ReportRow[]): ReportRow | undefined {
  const [first] = rows;
  if (!first) return undefined;
  const { inBucket: _, ...total } = { ...first };
  for (const name of COUNTS) Object.assign(total, { [name]: rows.reduce((sum, row) => sum + row[name], 0) });
  return {
    ...total,
    unpublished: sumByReason(rows.map(({ unpublished }) => unpublished)),
    dropped: sumByReason(rows.map(({ dropped }) => dropped)),
    ...inBucketOf(rows),
    residues: sumResidues(rows.flatMap(({ residues }) => residues)),
    closes: rows.every(({ closes }) => closes),
  };
}

function sumByReason(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [reason, count] of all.flatMap(Object.entries)) sum[reason] = (sum[reason] ?? 0) + count;
  return sum;
}

/** Nothing where one of them was not looked for. */
function inBucketOf(rows: readonly ReportRow[]): Pick<ReportRow, 'inBucket'> {
  const counts = rows.map(({ inBucket }) => inBucket).filter((count) => count !== undefined);
  return counts.length < rows.length ? {} : { inBucket: counts.reduce((sum, count) => sum + count, 0) };
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
