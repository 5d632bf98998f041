import { join, resolve } from 'node:path';
import { brokerLoginSettings, brokerUrlSchema, type CommonConfig, checkedBy } from '@vedette/core/config';
import { checkBucketUrl, parseKeyTemplate } from '@vedette/store';
import { z } from 'zod';
import { packsSchema } from './packs/config.ts';

const count = z.number().int().positive();

export const imageSinkSchema = z.strictObject({
  brokerUrl: brokerUrlSchema.default('mqtt://127.0.0.1:1884').describe('the cloud broker'),
  ...brokerLoginSettings,
  clientId: z
    .string()
    .min(1)
    .default('vedette-image-sink')
    .describe(
      'name under which the broker keeps what comes while the sink is away; each sink needs its own, but those that share: they work off what waits under theirs, and end it',
    ),
  share: z
    .string()
    .regex(/^[^/+#\s]+$/, 'a group has no "/", "+", "#" or space')
    .optional()
    .describe(
      'name of a group of sinks that share the work: by $share/NAME/… where the broker knows that, else one at a time',
    ),
  bucket: z
    .string()
    .superRefine((url, context) => checkedBy(checkBucketUrl, url, context))
    .optional()
    .describe(
      'where objects go: file:PATH or s3://BUCKET/PREFIX?endpoint=URL&region=NAME; bucket/ in the data folder unless given',
    ),
  key: z
    .string()
    .superRefine((text, context) => checkedBy(parseKeyTemplate, text, context))
    .default('default')
    .describe(
      'what objects are called: default, seed ({id}-{time}.{ext}), or a template such as {site}/{camera}/{date}/{time}-{id}.{ext}; see docs/storage.md',
    ),
  packs: packsSchema
    .optional()
    .describe('many shots in one tar object each, for what a bucket asks per object; absent: an object for each shot'),
  concurrency: count
    .max(1_000)
    .default(128)
    .describe('shots in work at once; fewer where they are large, more where they go into packs'),
  booksDays: z
    .number()
    .positive()
    .default(30)
    .describe('how long the catalog keeps the books of edge and cloud, by minute of capture'),
  maxImageBytes: count.default(20 * 1_024 * 1_024).describe('a larger image is put aside, under invalid/'),
  maxPixels: count.default(50_000_000).describe('an image with more pixels is put aside there, undecoded'),
});

export type ImageSinkConfig = z.infer<typeof imageSinkSchema>;

/** The bucket in force. */
export function bucketUrlOf({ bucket }: ImageSinkConfig, { data }: CommonConfig): string {
  return bucket ?? `file:${resolve(join(data, 'bucket'))}`;
}
