import { nameSchema } from '@vedette/core/message';
import { z } from 'zod';

const MAX_BYTES = 256 << 10;

/** What a device says of itself on its status topic; what else it says is passed over. */
const deviceStatusSchema = z.object({
  state: z.enum(['online', 'offline']),
  site: nameSchema,
  device: nameSchema,
  at: z.iso.datetime().optional(),
  software: z.string().optional(),
  alarms: z.array(z.string().max(1_000)).max(100).default([]),
  cameras: z
    .record(
      z.string(),
      z.object({
        camera: nameSchema,
        state: z.string().max(50),
        reason: z.string().max(1_000).optional(),
        source: z.string().max(1_000).optional(),
        model: z.string().max(200).optional(),
        provider: z.string().max(50).optional(),
      }),
    )
    .default({}),
  forwarder: z
    .object({
      waiting: z.int().nonnegative().default(0),
      inFlight: z.int().nonnegative().default(0),
      dropped: z.int().nonnegative().default(0),
      lastReceiptAt: z.iso.datetime().nullable().default(null),
    })
    .optional(),
});

export type DeviceStatus = z.output<typeof deviceStatusSchema>;

/** Undefined for what this version cannot read. */
export function parseDeviceStatus(payload: Buffer): DeviceStatus | undefined {
  if (payload.length > MAX_BYTES) return undefined;
  try {
    return deviceStatusSchema.safeParse(JSON.parse(payload.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
