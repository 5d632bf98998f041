import { brokerLoginSettings, brokerUrlSchema, secret } from '@vedette/core/config';
import { z } from 'zod';

const count = z.number().int().positive();

export const apiSchema = z.strictObject({
  brokerUrl: brokerUrlSchema
    .default('mqtt://127.0.0.1:1884')
    .describe('the cloud broker, where devices say how they are'),
  ...brokerLoginSettings,
  allowAnonymous: z
    .boolean()
    .optional()
    .describe(
      'let everybody do everything without a token; unless given, on this machine alone, until there is a token',
    ),
  signingKey: z
    .string()
    .min(32)
    .optional()
    .meta(secret)
    .describe('what addresses of pictures are signed with; one that the catalog keeps unless given'),
  corsOrigins: z
    .array(z.string().min(1))
    .default([])
    .describe('origins of pages elsewhere that may ask (https://example.org), or * for any'),
  requestsPerMinute: count.default(3_000).describe('of one token or address; further ones are told to wait'),
  cacheBytes: count.default(256 * 1_024 * 1_024).describe('of pictures that were made small, on disk'),
  cacheHours: z.number().positive().default(24).describe('how long such a picture is kept'),
  viewsAtOnce: count
    .max(64)
    .default(2)
    .describe('pictures that are made at once; each holds one of the four threads that files are read by, too'),
});

export type ApiConfig = z.infer<typeof apiSchema>;
