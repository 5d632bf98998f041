import { z } from 'zod';
import { countSchema, plus } from './count.ts';

/** What stands for every reason that this version does not know. */
const OTHER = 'other';

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

/** How many, by reason. */
export const unpublishedSchema = countsByReason(UNPUBLISHED);
export const droppedSchema = countsByReason(DROPPED);

/** The name that a reason for a drop is counted under. */
export function dropReason(reason: string): string {
  return nameIn(DROPPED, reason);
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
