import { z } from 'zod';

export const sweeperSchema = z.strictObject({
  everyMinutes: z.number().positive().max(10_000).default(60).describe('how often shots that have had their time go'),
  lifecycle: z
    .boolean()
    .default(false)
    .describe('whether a bucket on S3 removes by lifecycle rules of its own what these can tell'),
});
