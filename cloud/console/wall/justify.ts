/** Where a picture lies in its row, in CSS pixels. */
interface Place {
  /** Of the picture among all. */
  readonly index: number;
  readonly left: number;
  readonly width: number;
}

export interface Row {
  readonly height: number;
  readonly places: readonly Place[];
}

export interface JustifyOptions {
  readonly width: number;
  /** What a row is about as high as; the rows that fill the width are never higher. */
  readonly height: number;
  readonly gap: number;
  /** Where the row that does not fill the width is: behind all, or in front, so that whatever comes in front moves no other row. */
  readonly open?: 'last' | 'first';
}

/** Lays pictures side by side so that each row fills the width. `ratios`: width over height of each. */
export function justify(ratios: readonly number[], options: JustifyOptions): Row[] {
  const indexes = ratios.map((_, index) => index);
  const backwards = options.open === 'first';
  const rows = fillRows(backwards ? indexes.reverse() : indexes, ratios, options);
  const inOrder = backwards ? rows.reverse().map((row) => row.reverse()) : rows;
  return inOrder.map((row) => placeRow(row, ratios, options));
}

/** Each row is closed as soon as it would be no higher than wanted. */
function fillRows(indexes: readonly number[], ratios: readonly number[], options: JustifyOptions): number[][] {
  const { width, height, gap } = options;
  const rows: number[][] = [];
  let row: number[] = [];
  let sum = 0;
  for (const index of indexes) {
    row.push(index);
    sum += ratios[index] ?? 1;
    if (sum * height + gap * (row.length - 1) < width) continue;
    rows.push(row);
    row = [];
    sum = 0;
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

function placeRow(row: readonly number[], ratios: readonly number[], { width, height, gap }: JustifyOptions): Row {
  const sum = row.reduce((total, index) => total + (ratios[index] ?? 1), 0);
  const fitting = (width - gap * (row.length - 1)) / sum;
  const rowHeight = Math.min(fitting, height);
  let left = 0;
  const places = row.map((index) => {
    const place = { index, left, width: (ratios[index] ?? 1) * rowHeight };
    left += place.width + gap;
    return place;
  });
  return { height: rowHeight, places };
}
