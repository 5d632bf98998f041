import { z } from 'zod';
import { countSchema, plus } from './count.ts';

/** What stands for every reason that this version does not know. */
const OTHER = 'other';

/** Why a selector lets go of a sighting. */
const SUPPRESSIONS = [
  /** Its track has better ones. */
  'track',
  /** Its track was seen too few times to be believed, */
  'brief',
  /** or never surely enough. */
  'unsure',
  /** It is a thing that does not move. */
  'stationary',
  /** There was no room to hold it until it could be decided on. */
  'full',
  /** More was to be sent than may be in a second. */
  'rate',
  /** Its box is too small or too large. */
  'size',
  /** It is less sure than was asked for its label. */
  'score',
  /** It lies in a zone to be ignored, or in none of those asked for. */
  'zone',
] as const;

export type Suppression = (typeof SUPPRESSIONS)[number];

const SUPPRESSED: ReadonlySet<string> = new Set(SUPPRESSIONS);

export function isSuppression(reason: string): reason is Suppression {
  return SUPPRESSED.has(reason);
}

/** Why a sighting that was picked was not published. */
const UNPUBLISHED: ReadonlySet<string> = new Set(['unreadable', 'unsent']);

/** Why a payload that was taken in is not sent any more. */
const DROPPED: ReadonlySet<string> = new Set([
  'too-old',
  'spool-full',
  'oversize',
  'oversize-full',
  'id-taken',
  'damaged',
  'not-in-spool',
]);

/** Why the cloud put a payload aside. */
const REJECTED: ReadonlySet<string> = new Set([
  ...['empty', 'text', 'broken', 'schema', 'checksum', 'image', 'undecodable'],
  ...['place', 'retained', 'too-large', 'too-many-pixels', 'conflict', 'erased'],
]);

/** How many, by reason. */
export const suppressedBySchema = countsByReason(SUPPRESSED);
export const unpublishedSchema = countsByReason(UNPUBLISHED);
export const droppedSchema = countsByReason(DROPPED);
export const rejectedBySchema = countsByReason(REJECTED);

/** The name that a reason for a drop is counted under. */
export function dropReason(reason: string): string {
  return nameIn(DROPPED, reason);
}

/** The name that a reason for a rejection is counted under. */
export function rejectReason(reason: string): string {
  return nameIn(REJECTED, reason);
}

/** Adds counts by reason to others. */
export function addReasons(sum: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [reason, count] of Object.entries(counts)) sum[reason] = plus(sum[reason] ?? 0, count);
}

/** A stranger's words become neither keys nor labels: there would be no end of them. */
function countsByReason(reasons: ReadonlySet<string>) {
  return z.record(z.string(), countSchema).transform((counts) => {
    const known: Record<string, number> = {};
    for (const [reason, count] of Object.entries(counts)) {
      const name = nameIn(reasons, reason);
      known[name] = plus(known[name] ?? 0, count);
    }
    return known;
  });
}

function nameIn(reasons: ReadonlySet<string>, reason: string): string {
  return reasons.has(reason) ? reason : OTHER;
}
