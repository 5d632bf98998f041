import type { LedgerMinute } from '../api/shapes.ts';

/** One band of the chart: what became of sightings, by minute of capture. */
export interface Layer {
  readonly name: string;
  /** The technical term. */
  readonly term: string;
  /** A custom property of the page's style. */
  readonly colour: string;
  readonly counts: readonly number[];
}

export interface Books {
  /** Begins of minutes, in s since the epoch, without a gap. */
  readonly minutes: readonly number[];
  /** From the bottom to the top. */
  readonly layers: readonly Layer[];
  readonly generated: readonly number[];
  /** By minute. */
  readonly rows: readonly (readonly LedgerMinute[])[];
}

export const NOT_WORTH_SENDING = 'not worth sending';

/** The last minutes of the books, summed over cameras. `now` in ms since the epoch. */
export function booksOf(ledger: readonly LedgerMinute[], minutes: number, now: number): Books {
  const end = Math.floor(now / 60_000) * 60;
  const starts = Array.from({ length: minutes }, (_, index) => end - (minutes - 1 - index) * 60);
  const rows = starts.map((): LedgerMinute[] => []);
  for (const row of ledger) rows[minutes - 1 - (end - Date.parse(row.minute) / 1_000) / 60]?.push(row);
  const sums = (count: (row: LedgerMinute) => number) => rows.map((of) => of.reduce((sum, row) => sum + count(row), 0));
  const layer = (name: string, term: string, colour: string, count: (row: LedgerMinute) => number): Layer => {
    return { name, term, colour, counts: sums(count) };
  };
  const byReason = (field: 'dropped' | 'rejected', word: string) =>
    reasonsIn(ledger, field).map((reason) =>
      layer(
        `${word}: ${reason.replaceAll('-', ' ')}`,
        `${field}.${reason}`,
        '--lost',
        (row) => row[field][reason] ?? 0,
      ),
    );
  const layers = [
    layer('stored', 'receipts stored and duplicates', '--stored', ({ stored, duplicates }) => stored + duplicates),
    layer('on the way', 'in flight: sent, without a receipt', '--in-flight', ({ inFlight }) => inFlight),
    layer('waiting to be sent', 'spooled', '--waiting', ({ spooled }) => spooled),
    ...byReason('rejected', 'rejected'),
    ...byReason('dropped', 'dropped'),
    layer(NOT_WORTH_SENDING, 'suppressed', '--suppressed', ({ suppressed }) => sumOf(suppressed)),
  ];
  return { minutes: starts, layers, generated: sums(({ generated }) => generated), rows };
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** What each band adds to those below it: what a chart of stacked areas draws. */
export function stacked(layers: readonly Layer[]): number[][] {
  let below: readonly number[] = [];
  return layers.map(({ counts }) => {
    const upTo = counts.map((count, index) => count + (below[index] ?? 0));
    below = upTo;
    return upTo;
  });
}

function reasonsIn(ledger: readonly LedgerMinute[], field: 'dropped' | 'rejected'): string[] {
  return [...new Set(ledger.flatMap((row) => Object.keys(row[field])))].sort();
}
