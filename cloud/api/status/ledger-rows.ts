import { balanceOf, type MinuteRow, RESIDUES } from '@vedette/core/ledger';
import type { ForgottenMinute, LedgerMinute } from '@vedette/store';
import { z } from 'zod';

const count = z.int();
const byReason = z.record(z.string(), count);

export const ledgerAnswer = z.object({
  minute: z.string().describe('of capture, `2026-11-20T22:38Z`'),
  site: z.string(),
  device: z.string(),
  camera: z.string(),
  generated: count.describe('sightings'),
  suppressed: byReason.describe('sightings that were not picked'),
  dropped: byReason.describe('picked, and never to come'),
  spooled: count.describe('wait on the device'),
  inFlight: count.describe('sent, without a receipt'),
  stored: count,
  duplicates: count,
  rejected: byReason,
  forgotten: count.describe('removed from the bucket on purpose since'),
  residue: count.describe('what is missing: the books do not close'),
  residues: z
    .array(z.object({ name: z.string(), kind: z.enum(['open', 'noted', 'gap']), count, text: z.string() }))
    .describe('all that these counts do not explain; a `gap` is missing'),
});

export type LedgerAnswer = z.output<typeof ledgerAnswer>;

type Place = Pick<LedgerAnswer, 'minute' | 'site' | 'device' | 'camera'>;

/** What both sides say of a camera and minute. */
interface Sides extends Place {
  edge?: MinuteRow;
  cloud?: MinuteRow;
}

/** Both sides of the books, a row for each camera and minute in the order that they came; `now` in ms since the epoch. */
export function ledgerRows(
  minutes: readonly LedgerMinute[],
  forgotten: readonly ForgottenMinute[],
  now: number,
): LedgerAnswer[] {
  const rows = new Map<string, Sides>();
  for (const { side, site, device, camera, row } of minutes) {
    const place = { minute: row.minute, site, device, camera };
    const sides = rows.get(nameOf(place)) ?? place;
    rows.set(nameOf(place), { ...sides, [side]: row });
  }
  const gone = new Map(forgotten.map((one) => [nameOf(one), one.shots]));
  return [...rows].map(([name, sides]) => answer(sides, gone.get(name) ?? 0, now));
}

function answer({ edge, cloud, ...place }: Sides, forgotten: number, now: number): LedgerAnswer {
  const residues = edge ? balanceOf(edge, now) : [];
  const gaps = residues.filter(({ kind }) => kind === 'gap');
  const receipts = edge ?? cloud;
  return {
    ...place,
    generated: edge?.generated ?? 0,
    suppressed: withRest(edge?.suppressedBy, edge?.suppressed),
    dropped: { ...edge?.unpublished, ...edge?.dropped },
    spooled: Math.max(0, (edge?.waiting ?? 0) - (edge?.inFlight ?? 0)),
    inFlight: edge?.inFlight ?? 0,
    stored: receipts?.stored ?? 0,
    duplicates: receipts?.duplicates ?? 0,
    rejected: withRest(cloud?.rejectedBy, receipts?.rejected),
    forgotten,
    residue: gaps.reduce((sum, { count }) => sum + Math.abs(count), 0),
    residues: residues.map((one) => ({ ...one, text: RESIDUES[one.name] })),
  };
}

/** Counts by reason, and as `other` what the total has beyond them. */
function withRest(counts: Readonly<Record<string, number>> = {}, total = 0): Record<string, number> {
  const known = Object.values(counts).reduce((sum, one) => sum + one, 0);
  return total > known ? { ...counts, other: (counts['other'] ?? 0) + total - known } : { ...counts };
}

function nameOf({ minute, site, device, camera }: Place): string {
  return JSON.stringify([minute, site, device, camera]);
}
