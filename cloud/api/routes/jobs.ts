import { z } from 'zod';
import type { ApiServer } from '../api-server.ts';
import { notFound, Problem } from '../problems/problem.ts';
import type { RouteParts } from '../route-parts.ts';
import { answerJob, jobAnswer, jobState } from '../shapes/job.ts';
import { mapPage, pageAnswer } from '../shapes/page.ts';
import { idParameter } from '../shapes/queries.ts';
import { sendBytes } from '../shapes/send-bytes.ts';

const jobQuery = z.strictObject({
  image: z.string().max(100).optional(),
  state: jobState.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z.string().max(1_000).optional(),
});

/** What became of operations. */
export function jobRoutes(
  server: ApiServer,
  { bucket, catalog, links }: Pick<RouteParts, 'bucket' | 'catalog' | 'links'>,
): void {
  const jobOf = async (id: string) => {
    const job = await catalog.jobs.get(id);
    if (!job) throw notFound(`job ${id}`);
    return job;
  };

  server.get(
    '/api/jobs',
    {
      config: { scope: 'read' },
      schema: {
        tags: ['jobs'],
        summary: 'Jobs, the newest first',
        querystring: jobQuery,
        response: { 200: pageAnswer(jobAnswer) },
      },
    },
    async ({ query }) => mapPage(await catalog.jobs.list(query), (job) => answerJob(job, links)),
  );

  server.get(
    '/api/jobs/:id',
    {
      config: { scope: 'read' },
      schema: { tags: ['jobs'], summary: 'One job', params: idParameter, response: { 200: jobAnswer } },
    },
    async ({ params: { id } }) => answerJob(await jobOf(id), links),
  );

  server.get(
    '/api/jobs/:id/result',
    {
      config: { scope: 'read' },
      schema: { tags: ['jobs'], summary: 'The picture that a job made', params: idParameter },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { state, result } = await jobOf(id);
      if (!result) throw new Problem(409, 'no-result', `job ${id} is ${state}, so that it has no result`);
      return sendBytes(request, reply, {
        ...{ type: result.type, bytes: result.bytes, etag: result.sha256, cacheControl: 'private, no-cache' },
        read: async (part) => {
          const data = await bucket.get(result.key, part);
          if (!data) throw notFound(`object ${result.key} in the bucket any more`);
          return data;
        },
      });
    },
  );
}
