import { z } from 'zod';
import type { ApiServer } from '../api-server.ts';
import type { RouteParts } from '../route-parts.ts';
import { listFolder } from '../shapes/list-folder.ts';
import { objectQuery } from '../shapes/queries.ts';

const listing = z.object({
  folders: z.array(z.string()).describe('what keys go on with up to the next `/`'),
  objects: z.array(z.object({ key: z.string(), bytes: z.int(), modifiedAt: z.iso.datetime() })),
  next: z.string().optional().describe('the `after` of the next page'),
});

/** The bucket as it is. */
export function objectRoutes(server: ApiServer, { bucket }: Pick<RouteParts, 'bucket'>): void {
  server.get(
    '/api/objects',
    {
      config: { scope: 'read' },
      schema: { tags: ['bucket'], summary: 'Objects by prefix', querystring: objectQuery, response: { 200: listing } },
    },
    async ({ query }) => {
      const { folders, objects, next } = await listFolder(bucket, query);
      const told = objects.map(({ modifiedAt, ...item }) => ({ ...item, modifiedAt: modifiedAt.toISOString() }));
      return { folders: [...folders], objects: told, ...(next === undefined ? {} : { next }) };
    },
  );
}
