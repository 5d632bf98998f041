import { randomUUID } from 'node:crypto';
import { checkOperations, parseOperations, parseOperationText } from '@vedette/operations';
import { type CatalogShot, QueueFullError } from '@vedette/store';
import { z } from 'zod';
import type { ApiServer } from '../api-server.ts';
import { readPrefer } from '../jobs/read-prefer.ts';
import { waitForJob } from '../jobs/wait-for-job.ts';
import { notFound, Problem } from '../problems/problem.ts';
import type { RouteParts } from '../route-parts.ts';
import { answerJob, jobAnswer, operationsBody } from '../shapes/job.ts';
import { idParameter } from '../shapes/queries.ts';

const headers = z.looseObject({
  prefer: z.string().optional().describe('`wait=10`: answer when the job is done, if that is within so many seconds'),
});
const lists = z.union([operationsBody, z.string().describe('one operation a line: `resize 800 600`')]);
/** Said, and not checked: `parseOperations` tells which operation is wrong, and a union could not. */
const body = z.unknown().meta({ ...z.toJSONSchema(lists, { io: 'input' }) });

type Parts = Pick<RouteParts, 'catalog' | 'links' | 'limits'>;

/** Operations on images, as jobs. */
export function operationRoutes(server: ApiServer, { catalog, links, limits }: Parts): void {
  server.post(
    '/api/images/:id/operations',
    {
      config: { scope: 'operate' },
      schema: {
        ...{ tags: ['images'], summary: 'Has operations done on an image, in their order' },
        ...{ params: idParameter, headers, body, consumes: ['application/json', 'text/plain'] },
        response: { 200: jobAnswer, 202: jobAnswer },
      },
    },
    async (request, reply) => {
      const shot = await imageOf(await catalog.shot(request.params.id), request.params.id);
      const operations = parseOperations(listIn(request.body), limits.maxOperations);
      checkOperations(shot.image, operations, limits);
      const id = randomUUID();
      await add({ id, image: shot.id, operations });
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const job = await waitForJob(catalog.jobs, id, readPrefer(request.headers.prefer), gone.signal);
      if (!job) throw notFound(`job ${id} any more`);
      const isOver = job.state === 'done' || job.state === 'failed';
      return reply
        .code(isOver ? 200 : 202)
        .header('location', `/api/jobs/${id}`)
        .send(answerJob(job, links));
    },
  );

  async function add(job: Parameters<typeof catalog.jobs.add>[0]): Promise<void> {
    try {
      await catalog.jobs.add(job, { maxQueued: limits.maxQueued });
    } catch (error) {
      if (!(error instanceof QueueFullError)) throw error;
      throw new Problem(429, 'queue-full', error.message, { cause: error, headers: { 'retry-after': '5' } });
    }
  }
}

function listIn(body: unknown): unknown {
  if (typeof body === 'string') return parseOperationText(body);
  return typeof body === 'object' && body !== null && 'operations' in body ? body.operations : undefined;
}

type Pictured = CatalogShot & { readonly image: NonNullable<CatalogShot['image']> };

function imageOf(shot: CatalogShot | undefined, id: string): Pictured {
  if (!shot?.image) throw notFound(`image ${id}`);
  return shot as Pictured;
}
