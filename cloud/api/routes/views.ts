import { parseOperations } from '@vedette/operations';
import { z } from 'zod';
import type { ApiServer } from '../api-server.ts';
import { Problem } from '../problems/problem.ts';
import type { RouteParts } from '../route-parts.ts';
import { idParameter } from '../shapes/queries.ts';

/** As long as a signed address is good at least. */
const MAX_AGE_SECONDS = 86_400;

const viewQuery = z.strictObject({
  ops: z.string().max(8_192).describe('operations as JSON'),
  exp: z.coerce.number().int().describe('until when it is good, in seconds since the epoch'),
  sig: z.string().max(100).describe('HMAC-SHA256 over all of it'),
});
const signBody = z.strictObject({ id: z.uuid(), operations: z.array(z.json()).min(1) });

type Parts = Pick<RouteParts, 'views' | 'links' | 'signer' | 'limits'>;

/** Images with operations applied, by addresses that are signed. */
export function viewRoutes(server: ApiServer, { views, links, signer, limits }: Parts): void {
  server.get(
    '/api/images/:id/view',
    {
      config: { scope: 'open', rateLimit: false },
      schema: {
        ...{ tags: ['images'], summary: 'An image with operations applied, by a signed address' },
        ...{ params: idParameter, querystring: viewQuery },
      },
    },
    async ({ params: { id }, query: { ops, exp, sig } }, reply) => {
      const verdict = signer.check({ id, operations: ops, expires: exp, signature: sig });
      if (verdict === 'forged')
        throw new Problem(403, 'forged', 'the signature is not that of this address; ask for one by POST /api/sign');
      if (verdict === 'expired')
        throw new Problem(410, 'expired', 'the address was good until its `exp`; ask for another one');
      const { data, type } = await views.view(id, ops);
      return reply.header('cache-control', `private, max-age=${MAX_AGE_SECONDS}, immutable`).type(type).send(data);
    },
  );

  server.post(
    '/api/sign',
    {
      config: { scope: 'read' },
      schema: {
        ...{ tags: ['images'], summary: 'A signed address of an image with operations applied' },
        ...{ body: signBody, response: { 200: z.object({ url: z.string() }) } },
      },
    },
    async ({ body: { id, operations } }) => {
      parseOperations(operations, limits.maxOperations);
      return { url: links.view(id.toLowerCase(), JSON.stringify(operations)) };
    },
  );
}
