import type { Row } from './justify.ts';

export interface Step {
  readonly row: number;
  readonly index: number;
}

/** Which picture a key leads to from another; undefined where the key leads nowhere. */
export function stepTo(key: string, from: number, rows: readonly Row[]): Step | undefined {
  const row = rows.findIndex(({ places }) => places.some(({ index }) => index === from));
  const last = rows.at(-1)?.places.at(-1)?.index ?? 0;
  switch (key) {
    case 'ArrowRight':
      return at(Math.min(from + 1, last), rows);
    case 'ArrowLeft':
      return at(Math.max(from - 1, 0), rows);
    case 'Home':
      return at(0, rows);
    case 'End':
      return at(last, rows);
    case 'ArrowDown':
      return nearest(from, row, row + 1, rows);
    case 'ArrowUp':
      return nearest(from, row, row - 1, rows);
    default:
      return undefined;
  }
}

function at(index: number, rows: readonly Row[]): Step | undefined {
  const row = rows.findIndex(({ places }) => (places.at(-1)?.index ?? -1) >= index);
  return row < 0 ? undefined : { row, index };
}

/** The picture of another row whose middle is nearest. */
function nearest(from: number, row: number, to: number, rows: readonly Row[]): Step | undefined {
  const here = rows[row]?.places.find(({ index }) => index === from);
  const [first, ...others] = rows[to]?.places ?? [];
  if (!here || !first) return undefined;
  const middle = here.left + here.width / 2;
  const distance = ({ left, width }: typeof here) => Math.abs(left + width / 2 - middle);
  const best = others.reduce((best, place) => (distance(place) < distance(best) ? place : best), first);
  return { row: to, index: best.index };
}
