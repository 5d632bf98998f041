import { balanceOf, closes, type DeviceLedger, type MinuteRow, type Residue } from '@vedette/core/ledger';

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
  /** The device whose books say so, as `site/device`, where it is not the camera's own. */
  readonly by?: string;
  /** When they said so, by their clock, in ms since the epoch. */
  readonly writtenAt: number;
  /** Objects in the bucket; undefined where it was not looked into. */
  readonly inBucket?: number;
  readonly residues: readonly Residue[];
  readonly closes: boolean;
}

/** A row of the edge's books with its place. */
export interface EdgeRow extends Pick<ReportRow, 'site' | 'device' | 'camera' | 'by' | 'writtenAt'> {
  readonly row: MinuteRow;
}

/** How many objects the bucket holds of a camera and minute. */
export type CountInBucket = (place: Pick<EdgeRow, 'site' | 'device' | 'camera'>, minute: string) => number;

export function selectRows(ledgers: readonly DeviceLedger[], { since, camera }: Selection): EdgeRow[] {
  const isAsked = ({ row }: EdgeRow) => row.changedAt >= since || Date.parse(row.minute) >= since;
  const all = ledgers.flatMap(rowsOf).filter(isAsked);
  return camera === undefined ? all : all.filter((one) => one.camera === camera);
}

/**
 * Puts the two sides beside each other, as of `now` (ms since the epoch); without `count`, the edge's books alone.
 * `forgotten` tells how many were removed from the bucket on purpose.
 */
export function compare(
  rows: readonly EdgeRow[],
  now: number,
  count?: CountInBucket,
  forgotten?: CountInBucket,
): ReportRow[] {
  return rows.map(({ row, ...from }) => {
    const inBucket = count?.(from, row.minute);
    // A device whose clock is ahead of ours has waited at least until it wrote.
    const residues = balanceOf(row, Math.max(now, from.writtenAt), inBucket, forgotten?.(from, row.minute));
    return { ...from, ...row, ...(inBucket === undefined ? {} : { inBucket }), residues, closes: closes(residues) };
  });
}

function rowsOf({ at: writtenAt, cameras, ...home }: DeviceLedger): EdgeRow[] {
  return cameras.flatMap(({ site = home.site, device = home.device, camera, minutes }) => {
    const isOwn = site === home.site && device === home.device;
    const by = isOwn ? {} : { by: `${home.site}/${home.device}` };
    return minutes.map((row) => ({ site, device, camera, ...by, writtenAt, row }));
  });
}
