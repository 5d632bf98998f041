import { sumOf } from './count.ts';
import type { MinuteRow } from './device-ledger.ts';

/** `open`: on its way, and may still close. `noted`: known, and no harm. `gap`: the books do not close. */
type ResidueKind = 'open' | 'noted' | 'gap';

export interface Residue {
  readonly name: ResidueName;
  readonly kind: ResidueKind;
  readonly count: number;
}

/** Every difference that the books can have, in words for whoever has never seen them. */
export const RESIDUES = {
  'held-by-tracker': 'sightings whose track is still open',
  'lost-with-detector': 'sightings that a detector held when it was killed',
  'not-reported': 'taken in, and so far counted by no detector: just now, by hand, again, or its detector was killed',
  'on-the-edge-broker': 'published, and not yet taken in by the forwarder',
  'lost-before-spool': 'published, and never taken in by the forwarder',
  'without-an-end': 'taken in, and neither settled nor waiting',
  'lost-in-bucket': 'receipted, and not in the bucket',
  forgotten: 'receipted, and removed since: erased, or past the time that it is kept for',
  'counted-again': 'without an object of its own: sent again so late that the books did not know it any more',
  'receipt-on-its-way': 'in the bucket, and its receipt is not yet at the edge',
  'not-in-these-books': 'in the bucket, and not in these books of the edge: newer than they are, or not from there',
} as const;

export type ResidueName = keyof typeof RESIDUES;

/** A report of the detector comes behind the shots that it counts; brokers may let it overtake them, but not for long. */
const OVERTAKING_MS = 120_000;

/**
 * What of a row is not explained by its counts, named. `now`: when it is judged, in ms since the epoch.
 * `inBucket`: objects of this camera and minute, where they were counted; `forgotten`: those that were removed on purpose.
 */
export function balanceOf(row: MinuteRow, now: number, inBucket?: number, forgotten = 0): Residue[] {
  const edge = [...beforeSpool(row, now), ...inSpool(row)];
  const cloud = inBucket === undefined ? [] : inCloud(row, inBucket, forgotten);
  return [...edge, ...cloud].filter(({ count }) => count !== 0);
}

/** Whether nothing is missing that could not still come. */
export function closes(residues: readonly Residue[]): boolean {
  return residues.every(({ kind }) => kind !== 'gap');
}

/** What was taken in proves a sighting and a shot, also where their detector was killed before it said so. */
function beforeSpool(row: MinuteRow, now: number): Residue[] {
  const unsaid = Math.max(0, row.received - row.shots);
  const lost = Math.max(0, row.lostWithDetector - unsaid);
  const held = Math.max(0, row.held - Math.max(0, unsaid - row.lostWithDetector));
  const missing = Math.max(0, row.shots - row.received);
  const mayCome = Math.abs(now - row.changedAt) < OVERTAKING_MS; // a clock may be set back
  return [
    { name: 'held-by-tracker', kind: 'open', count: held },
    { name: 'lost-with-detector', kind: 'noted', count: lost },
    { name: 'not-reported', kind: 'noted', count: Math.max(0, unsaid - row.lostWithDetector - row.held) },
    mayCome
      ? { name: 'on-the-edge-broker', kind: 'open', count: missing }
      : { name: 'lost-before-spool', kind: 'gap', count: missing },
  ];
}

function inSpool({ received, stored, duplicates, rejected, dropped, waiting }: MinuteRow): Residue[] {
  const settled = stored + duplicates + rejected + sumOf(dropped);
  return [{ name: 'without-an-end', kind: 'gap', count: received - settled - waiting }];
}

/**
 * Each receipt has an object, unless that was removed on purpose, or it was sent again so long after its first one that it was counted anew: such ones are
 * told apart, and excuse as many that are missing.
 */
function inCloud(
  { stored, duplicates, recounted, waiting }: MinuteRow,
  inBucket: number,
  forgotten: number,
): Residue[] {
  const removed = Math.min(Math.max(0, stored + duplicates - inBucket), forgotten);
  const missing = Math.max(0, stored + duplicates - inBucket - removed);
  const excused = Math.min(missing, recounted);
  const more = Math.max(0, inBucket - stored - duplicates);
  const unreceipted = Math.min(more, waiting);
  return [
    { name: 'lost-in-bucket', kind: 'gap', count: missing - excused },
    { name: 'forgotten', kind: 'noted', count: removed },
    { name: 'counted-again', kind: 'noted', count: excused },
    { name: 'receipt-on-its-way', kind: 'open', count: unreceipted },
    { name: 'not-in-these-books', kind: 'noted', count: more - unreceipted },
  ];
}
