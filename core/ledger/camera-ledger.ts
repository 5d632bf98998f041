import { z } from 'zod';
import { sightingCountsSchema } from './counts.ts';
import { minuteSchema } from './minute.ts';

/**
 * A detector's books, as JSON on `<root>/<site>/<device>/<camera>/ledger` at QoS 1: the minutes that changed since the last
 * message. Counts are of the whole session so far, so that a message that comes twice does no harm; a detector that is
 * started anew has a session of its own, and its counts are added to those of the one before.
 */
export const cameraLedgerSchema = z.object({
  v: z.literal(1),
  session: z.string().min(1).max(64),
  minutes: z.array(sightingCountsSchema.extend({ minute: minuteSchema })).max(1_440),
});

export type CameraLedger = z.output<typeof cameraLedgerSchema>;
