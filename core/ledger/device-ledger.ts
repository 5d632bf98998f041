import { z } from 'zod';
import { nameSchema } from '../message/shot.ts';
import { countSchema } from './count.ts';
import { sightingCountsSchema } from './counts.ts';
import { minuteSchema } from './minute.ts';
import { droppedSchema, rejectedBySchema } from './reasons.ts';

/** The books of one camera and minute of capture, on either side. Each field that is absent is none. */
export const minuteRowSchema = sightingCountsSchema.extend({
  minute: minuteSchema,
  /** When one of these counts changed last, in ms since the epoch. */
  changedAt: z.number().int().nonnegative(),
  /** Of `generated`: picked or let go later, as far as the running detector has said. */
  held: countSchema.default(0),
  /** Of `generated`: open when a detector was killed. */
  lostWithDetector: countSchema.default(0),
  /** Payloads that the forwarder has taken in, each once, however often it came. */
  received: countSchema.default(0),
  /** Receipts: the object was written. */
  stored: countSchema.default(0),
  /** Receipts: the object was there already, where no receipt had said so before. */
  duplicates: countSchema.default(0),
  /** Of `duplicates`: taken in when payloads of this minute were known no more by their ids, perhaps for the second time. */
  recounted: countSchema.default(0),
  /** Receipts: put aside in the cloud's dead letters. */
  rejected: countSchema.default(0),
  /** Of `rejected`, how many for which reason, where that is said: the cloud says it. */
  rejectedBy: rejectedBySchema.default({}),
  /** Taken in and not sent any more, by reason. */
  dropped: droppedSchema.default({}),
  /** Without an end so far, in the spool; `inFlight` is the part of them that is on its way. */
  waiting: countSchema.default(0),
  inFlight: countSchema.default(0),
});

export type MinuteRow = z.output<typeof minuteRowSchema>;

/**
 * A device's books, as retained JSON on `<root>/<site>/<device>/ledger`: minutes whose counts changed in the last hour. A
 * camera of another device, whose shots pass through this one's forwarder, says so.
 */
export const deviceLedgerSchema = z.object({
  v: z.literal(1),
  site: nameSchema,
  device: nameSchema,
  /** When this was written, in ms since the epoch. */
  at: z.number().int().nonnegative(),
  /** Rows that changed in the last hour and are left out, so that it is short: those that have not changed for longest. */
  omitted: countSchema.default(0),
  cameras: z.array(
    z.object({
      site: nameSchema.optional(),
      device: nameSchema.optional(),
      camera: nameSchema,
      minutes: z.array(minuteRowSchema),
    }),
  ),
});

export type DeviceLedger = z.output<typeof deviceLedgerSchema>;
