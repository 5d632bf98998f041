import { operationSchema } from '@vedette/operations';
import type { Job } from '@vedette/store';
import { z } from 'zod';
import type { Links } from './links.ts';
import { isoOf, isoTime } from './times.ts';

export const jobState = z.enum(['queued', 'active', 'done', 'failed']);

export const jobAnswer = z.object({
  id: z.uuid(),
  image: z.string().describe('id of the shot whose picture it is'),
  operations: z.array(z.unknown()),
  state: jobState,
  attempts: z.int(),
  createdAt: isoTime,
  startedAt: isoTime.optional(),
  doneAt: isoTime.optional(),
  error: z.string().optional(),
  result: z
    .object({
      key: z.string(),
      type: z.string(),
      width: z.int(),
      height: z.int(),
      bytes: z.int(),
      sha256: z.string(),
      links: z.object({ self: z.string() }),
    })
    .optional(),
  links: z.object({ self: z.string(), image: z.string(), result: z.string().optional() }),
});

export type JobAnswer = z.output<typeof jobAnswer>;

export const operationsBody = z.object({ operations: z.array(operationSchema).min(1) });

export function answerJob(job: Job, linksOf: Links): JobAnswer {
  const { id, image, operations, state, attempts, createdAt, startedAt, doneAt, error, result } = job;
  const links = linksOf.ofJob(job);
  return {
    ...{ id, image, operations: [...operations], state, attempts, createdAt: isoOf(createdAt) },
    ...(startedAt === undefined ? {} : { startedAt: isoOf(startedAt) }),
    ...(doneAt === undefined ? {} : { doneAt: isoOf(doneAt) }),
    ...(error === undefined ? {} : { error }),
    ...(result === undefined ? {} : { result: { ...result, links: { self: `${links.self}/result` } } }),
    links,
  };
}
