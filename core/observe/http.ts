import type { FastifyInstance } from 'fastify';
import { listenError } from '../errors.ts';
import type { Service } from '../run/service.ts';
import { type Metrics, mergeMetrics } from './metrics.ts';

export interface ObserveOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly services: readonly Pick<Service, 'name' | 'ready' | 'http'>[];
  readonly metrics: readonly Metrics[];
}

export interface ObserveServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves `/healthz` (the process lives), `/readyz` (it can do its work, else 503 and why) and `/metrics` (Prometheus), and
 * what services add to that, each in a context of its own.
 */
export async function serveObservation(options: ObserveOptions): Promise<ObserveServer> {
  const { fastify } = await import('fastify'); // a command that serves nothing starts without it
  const server = fastify({ forceCloseConnections: true });
  addRoutes(server, options);
  const { host, port, services } = options;
  try {
    for (const { http } of services) if (http) await server.register(http);
    await server.listen({ host, port });
  } catch (error) {
    await server.close();
    throw listenError('HTTP server', 'http.port', { host, port }, error);
  }
  const address = server.server.address();
  return { port: typeof address === 'object' && address ? address.port : port, close: () => server.close() };
}

function addRoutes(server: FastifyInstance, { services, metrics }: ObserveOptions): void {
  server.get('/healthz', () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const waiting = services.flatMap((service) => {
      const readiness = service.ready();
      return readiness.ready ? [] : [{ service: service.name, reason: readiness.reason }];
    });
    return reply
      .code(waiting.length === 0 ? 200 : 503)
      .send({ status: waiting.length === 0 ? 'ready' : 'waiting', waiting });
  });
  server.get('/metrics', async (_request, reply) => {
    const merged = mergeMetrics(metrics);
    return reply.type(merged.contentType).send(await merged.metrics());
  });
}
