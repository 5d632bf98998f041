import { createHash } from 'node:crypto';
import { z } from 'zod';

/**
 * The cloud's word on one payload, as JSON on `<root>/<site>/<device>/receipt`.
 * `stored` and `duplicate`: the object `key` is durable. `rejected`: it was put aside under `key` with its `reason`.
 * Each of the three ends the payload's life in the spool.
 */
export const receiptSchema = z.object({
  v: z.literal(1),
  /** The shot's id; for a payload that has none, `payloadId` of its bytes. */
  id: z.string().min(1).max(100),
  /** SHA-256 of the image, or of the payload where there is no image. */
  sha256: z.string(),
  outcome: z.enum(['stored', 'duplicate', 'rejected']),
  key: z.string(),
  reason: z.string().optional(),
  /** When the object was durable, in µs since the epoch. */
  storedAt: z.number().int(),
});

export type Receipt = z.infer<typeof receiptSchema>;

/** What both sides call a payload that carries no id of its own. */
export function payloadId(payload: Uint8Array): string {
  return `sha256:${createHash('sha256').update(payload).digest('hex')}`;
}
