import { z } from 'zod';

const count = z.number().int().positive();

export const workerSchema = z.strictObject({
  atOnce: count
    .max(100)
    .default(1)
    .describe('pictures worked on at once; for more cores, more of them, or more workers'),
  leaseSeconds: count
    .max(3_600)
    .default(15)
    .describe('a worker that was not heard of for so long loses its jobs to others'),
  keepJobsDays: z.number().positive().default(30).describe('how long the catalog remembers jobs that have ended'),
});

export type WorkerConfig = z.infer<typeof workerSchema>;
