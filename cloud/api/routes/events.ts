import type { OutgoingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { ApiServer } from '../api-server.ts';
import { EventStream } from '../live/event-stream.ts';
import type { RouteParts } from '../route-parts.ts';

const headers = z.looseObject({
  'last-event-id': z.string().max(200).optional().describe('what was heard last: what came since comes first'),
});

/** What happens, as it happens. */
export function eventRoutes(server: ApiServer, { arrivals }: Pick<RouteParts, 'arrivals'>): void {
  server.get(
    '/api/events',
    {
      config: { scope: 'read' },
      schema: {
        ...{ tags: ['live'], summary: 'Server-sent events: shot, job, summary', headers },
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      reply.hijack();
      const stream = new EventStream(reply.raw, reply.getHeaders() as OutgoingHttpHeaders);
      await arrivals.join(stream, request.headers['last-event-id']);
    },
  );
}
