import type { ApiServer } from '../api-server.ts';
import { notFound } from '../problems/problem.ts';
import type { RouteParts } from '../route-parts.ts';
import { idParameter } from '../shapes/queries.ts';
import { sendBytes } from '../shapes/send-bytes.ts';

/** What lies in the bucket of a shot: its image and its description. */
export function shotImageRoutes(server: ApiServer, { bucket, catalog }: Pick<RouteParts, 'bucket' | 'catalog'>): void {
  server.get(
    '/api/shots/:id/image',
    {
      config: { scope: 'read' },
      schema: { tags: ['shots'], summary: 'The image of a shot, as it was captured', params: idParameter },
    },
    async (request, reply) => {
      const { id } = request.params;
      const shot = await catalog.shot(id);
      if (!shot) throw notFound(`shot ${id}`);
      const { key, image } = shot;
      if (!image) throw notFound(`image of shot ${id}: what it shows is not to be shown`);
      return sendBytes(request, reply, {
        ...{ type: image.type, bytes: image.bytes, etag: image.sha256 },
        cacheControl: 'private, no-cache', // it may be erased
        read: async (part) => {
          const data = await bucket.get(key, part);
          if (!data) throw notFound(`object ${key} in the bucket any more`);
          return data;
        },
      });
    },
  );

  server.get(
    '/api/shots/:id/description',
    {
      config: { scope: 'read' },
      schema: { tags: ['shots'], summary: 'What the bucket says of a shot', params: idParameter },
    },
    async ({ params: { id } }, reply) => {
      const shot = await catalog.shot(id);
      if (!shot) throw notFound(`shot ${id}`);
      const description = await bucket.get(shot.image ? `${shot.key}.json` : shot.key);
      if (!description) throw notFound(`description of ${shot.key} in the bucket`);
      return reply.type('application/json').send(description);
    },
  );
}
