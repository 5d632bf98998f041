import type { MinuteRow } from './device-ledger.ts';

/** What several minutes come to. */
export type RowSum = Omit<MinuteRow, 'minute' | 'changedAt'>;

const COUNTS = [
  ...(['generated', 'suppressed', 'shots', 'held', 'lostWithDetector', 'received', 'stored', 'duplicates'] as const),
  ...(['recounted', 'rejected', 'waiting', 'inFlight'] as const),
] satisfies readonly (keyof RowSum)[];

export function sumRows(rows: Iterable<RowSum>): RowSum {
  const counts = Object.fromEntries(COUNTS.map((name) => [name, 0])) as Record<(typeof COUNTS)[number], number>;
  const sum = { ...counts, unpublished: {}, dropped: {} };
  for (const row of rows) {
    for (const name of COUNTS) sum[name] += row[name];
    addReasons(sum.unpublished, row.unpublished);
    addReasons(sum.dropped, row.dropped);
  }
  return sum;
}

function addReasons(sum: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [reason, count] of Object.entries(counts)) sum[reason] = (sum[reason] ?? 0) + count;
}
