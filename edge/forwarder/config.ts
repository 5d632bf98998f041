import { brokerUrlSchema, secret } from '@vedette/core/config';
import { z } from 'zod';

const MIB = 1 << 20;
const byteCount = z.number().int().positive();
const byteCountOrNone = z.number().int().nonnegative();

const spoolSchema = z.strictObject({
  maxBytes: byteCount.default(1_024 * MIB).describe('most that the spool takes of the disk, in bytes'),
  reserveBytes: byteCountOrNone.default(256 * MIB).describe('free disk space that is left to others, in bytes'),
  segmentBytes: byteCount.default(16 * MIB).describe('size of one spool file, in bytes'),
});

export const forwarderSchema = z
  .strictObject({
    edgeUrl: brokerUrlSchema.default('mqtt://127.0.0.1:1883').describe('the edge broker'),
    cloudUrl: brokerUrlSchema.default('mqtt://127.0.0.1:1884').describe('the cloud broker'),
    username: z.string().optional().describe('name that the cloud broker knows this device by'),
    password: z.string().optional().meta(secret).describe('its password'),
    windowBytes: byteCount
      .default(2 * MIB)
      .describe(
        'bytes that may be on their way without a receipt; one shot always may, and as much again of overdue ones',
      ),
    resendAfterSeconds: z
      .number()
      .positive()
      .max(86_400)
      .default(15)
      .describe('a shot that the cloud broker has taken is sent again after this long without a receipt'),
    maxMessageBytes: byteCount.default(8 * MIB).describe('a longer message is put aside on disk and not sent'),
    maxOversizeBytes: byteCountOrNone
      .default(256 * MIB)
      .describe('most that messages put aside take of the disk, in bytes; beyond, they are dropped'),
    spool: spoolSchema.prefault({}),
  })
  .refine(({ spool, maxMessageBytes }) => spool.maxBytes >= 2 * maxMessageBytes, {
    path: ['spool', 'maxBytes'],
    message: 'the spool must hold at least two messages of maxMessageBytes',
  })
  .refine(({ edgeUrl, cloudUrl }) => edgeUrl !== cloudUrl, {
    path: ['cloudUrl'],
    message: 'the cloud broker cannot be the edge broker: each shot would come back as a new one',
  });

export type ForwarderConfig = z.infer<typeof forwarderSchema>;
