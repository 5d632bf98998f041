import type { MinuteRow } from './device-ledger.ts';
import { addReasons } from './reasons.ts';

/** What several minutes come to. */
export type RowSum = Omit<MinuteRow, 'minute' | 'changedAt'>;

const COUNTS = [
  ...(['generated', 'suppressed', 'shots', 'held', 'lostWithDetector', 'received', 'stored', 'duplicates'] as const),
  ...(['recounted', 'rejected', 'waiting', 'inFlight'] as const),
] satisfies readonly (keyof RowSum)[];

export function sumRows(rows: Iterable<RowSum>): RowSum {
  const counts = Object.fromEntries(COUNTS.map((name) => [name, 0])) as Record<(typeof COUNTS)[number], number>;
  const sum = { ...counts, suppressedBy: {}, unpublished: {}, rejectedBy: {}, dropped: {} };
  for (const row of rows) {
    for (const name of COUNTS) sum[name] += row[name];
    addReasons(sum.suppressedBy, row.suppressedBy);
    addReasons(sum.unpublished, row.unpublished);
    addReasons(sum.rejectedBy, row.rejectedBy);
    addReasons(sum.dropped, row.dropped);
  }
  return sum;
}
