/** A row and a column that may go together, and how well they do, more than 0. */
export interface Candidate<Row, Column> {
  readonly row: Row;
  readonly column: Column;
  readonly affinity: number;
}

/** By how much a bid is more than it must be: the sum is within this of the greatest for each row. */
const STEP = 0.005;

/**
 * Gives each row at most one column and each column at most one row, so that the sum of their affinities is the greatest:
 * rows bid for columns, whose prices rise until nobody wants another one (Bertsekas' auction algorithm, 1979).
 */
export function assign<Row extends object, Column>(
  candidates: readonly Candidate<Row, Column>[],
): ReadonlyMap<Row, Column> {
  const wishes = new Map<Row, Candidate<Row, Column>[]>();
  for (const candidate of candidates) wishes.set(candidate.row, [...(wishes.get(candidate.row) ?? []), candidate]);
  const prices = new Map<Column, number>();
  const holders = new Map<Column, Row>();
  const bidders = [...wishes.keys()];
  for (let row = bidders.pop(); row; row = bidders.pop()) {
    const [best, second] = bestTwo(wishes.get(row) ?? [], prices);
    if (!best || best.gain <= 0) continue; // it goes without
    const outbid = holders.get(best.column);
    if (outbid) bidders.push(outbid);
    holders.set(best.column, row);
    prices.set(best.column, best.price + best.gain - Math.max(0, second?.gain ?? 0) + STEP);
  }
  return new Map([...holders].map(([column, row]) => [row, column]));
}

function bestTwo<Row, Column>(wishes: readonly Candidate<Row, Column>[], prices: ReadonlyMap<Column, number>) {
  const offers = wishes.map(({ column, affinity }) => {
    const price = prices.get(column) ?? 0;
    return { column, price, gain: affinity - price };
  });
  return offers.sort((a, b) => b.gain - a.gain);
}
