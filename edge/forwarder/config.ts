import { brokerLoginSettings, brokerUrlSchema } from '@vedette/core/config';
import { z } from 'zod';

const MIB = 1 << 20;
const byteCount = z.number().int().positive();
const byteCountOrNone = z.number().int().nonnegative();

const spoolSchema = z.strictObject({
  maxBytes: byteCount.default(1_024 * MIB).describe('most that the spool takes of the disk, in bytes'),
  reserveBytes: byteCountOrNone.default(256 * MIB).describe('free disk space that is left to others, in bytes'),
  segmentBytes: byteCount.default(16 * MIB).describe('size of one spool file, in bytes'),
});

const policySchema = z.enum(['complete', 'latest', 'best-then-rest']);
const maxAgeSeconds = z.number().positive();

const reductionSchema = z.strictObject({
  /** The backlog, at the rate that the link gives. */
  behindSeconds: z.number().positive(),
  quality: z.number().int().min(1).max(100),
  maxSide: z.number().int().min(16).optional(),
});

const classSchema = z
  .strictObject({
    camera: z.string().optional(),
    kind: z.enum(['face', 'object', 'frame', 'unreadable']).optional(),
    label: z.string().optional(),
    policy: policySchema,
    maxAgeSeconds: maxAgeSeconds.optional(),
    reduce: z.array(reductionSchema).default([]),
  })
  .refine(({ camera, kind, label }) => camera ?? kind ?? label, 'a class names a camera, a kind or a label');

export const forwarderSchema = z
  .strictObject({
    edgeUrl: brokerUrlSchema.default('mqtt://127.0.0.1:1883').describe('the edge broker'),
    cloudUrl: brokerUrlSchema.default('mqtt://127.0.0.1:1884').describe('the cloud broker'),
    ...brokerLoginSettings,
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
    maxBytesPerSecond: z.number().positive().optional().describe('most that is sent to the cloud, in bytes per second'),
    silentAfterSeconds: z
      .number()
      .positive()
      .max(3_600)
      .default(5)
      .describe('after so long without the receipt of anything on its way, the device status raises an alarm'),
    policy: policySchema
      .default('best-then-rest')
      .describe(
        'complete: oldest first, nothing dropped, a full spool takes no more; latest: newest first, none older than' +
          ' maxAgeSeconds; best-then-rest: picks from tracks before the rest, of each the newest first',
      ),
    maxAgeSeconds: maxAgeSeconds.default(3_600).describe('by the policy latest, what is older is dropped'),
    reduce: z
      .array(reductionSchema)
      .default([])
      .describe(
        'smaller images while the backlog needs longer than behindSeconds: written anew with quality (1..100), and no' +
          ' side longer than maxSide pixels; the last that applies',
      ),
    classes: z
      .array(classSchema)
      .default([])
      .describe(
        'shots of a camera, kind (face, object, frame, unreadable) or label with a policy, maxAgeSeconds and reduce of' +
          ' their own; the first that fits; the classes take turns, and the last gives way first where the spool is full',
      ),
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
