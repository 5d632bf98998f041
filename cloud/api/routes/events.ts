import type { OutgoingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { ApiServer } from '../api-server.ts';
import { EventStream } from '../live/event-stream.ts';
import { Problem } from '../problems/problem.ts';
import type { RouteParts } from '../route-parts.ts';

const MAX_LISTENERS = 1_000;

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
      if (arrivals.listeners >= MAX_LISTENERS) {
        throw new Problem(503, 'busy', `${MAX_LISTENERS} listen already; ask /api/shots now and then`);
      }
      reply.hijack();
      const stream = new EventStream(reply.raw, reply.getHeaders() as OutgoingHttpHeaders);
      await arrivals.join(stream, request.headers['last-event-id']);
    },
  );
}
