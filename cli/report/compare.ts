import {
  balanceOf,
  closes,
  type DeviceLedger,
  type MinuteRow,
  minuteRowSchema,
  type Residue,
} from '@vedette/core/ledger';

/** Which rows are asked for. */
export interface Selection {
  /** Minutes of capture from then on, and whatever changed since; in ms since the epoch. */
  readonly since: number;
  /** One camera alone. */
  readonly camera?: string | undefined;
}

/** A camera and minute with the word of both sides. */
export interface ReportRow extends MinuteRow {
  readonly site: string;
  readonly device: string;
  readonly camera: string;
  /** Objects in the bucket; undefined where it was not looked into. */
  readonly inBucket?: number;
  readonly residues: readonly Residue[];
  readonly closes: boolean;
}

/** A row of the edge's books with its place. */
export interface EdgeRow {
  readonly site: string;
  readonly device: string;
  readonly camera: string;
  readonly row: MinuteRow;
  /** When the books were written. */
  readonly writtenAt: number;
}

/** How many objects the bucket holds of a camera and minute. */
export type CountInBucket = (place: Omit<EdgeRow, 'row' | 'writtenAt'>, minute: string) => number;

export function selectRows(ledgers: readonly DeviceLedger[], { since, camera }: Selection): EdgeRow[] {
  const all = ledgers.flatMap(({ at, cameras, ...home }) =>
    cameras.flatMap(({ site = home.site, device = home.device, camera: name, minutes }) =>
      minutes.map((row): EdgeRow => ({ site, device, camera: name, row, writtenAt: at })),
    ),
  );
  const isAsked = ({ row }: EdgeRow) => row.changedAt >= since || Date.parse(row.minute) >= since;
  return all.filter((one) => isAsked(one) && (camera === undefined || one.camera === camera));
}

/** Puts the two sides beside each other; without `count`, the edge's books alone. */
export function compare(rows: readonly EdgeRow[], count?: CountInBucket): ReportRow[] {
  return rows.map(({ row, writtenAt, ...place }) => {
    const inBucket = count?.(place, row.minute);
    const residues = balanceOf(row, writtenAt, inBucket);
    return { ...place, ...row, ...(inBucket === undefined ? {} : { inBucket }), residues, closes: closes(residues) };
  });
}

/** The sum of all rows, as a row. */
export function sumUp(rows: readonly ReportRow[]): ReportRow | undefined {
  const [first] = rows;
  if (!first) return undefined;
  const total: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(minuteRowSchema.parse(first))) {
    if (typeof value === 'number') total[key] = rows.reduce((sum, row) => sum + Number(row[key as keyof MinuteRow]), 0);
  }
  const inBucket = rows.reduce((sum, row) => sum + (row.inBucket ?? 0), 0);
  return { ...first, ...total, inBucket, residues: [], closes: true };
}
