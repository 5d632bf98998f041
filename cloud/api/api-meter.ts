import type { Metrics } from '@vedette/core/observe';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { ApiServer } from './api-server.ts';

/** From a page out of the cache to a client that waits for its job. */
const SECONDS = [0.005, 0.02, 0.06, 0.25, 1, 5, 30];

/** Counts requests by route, and who listens. */
export class ApiMeter {
  readonly #requests: Counter<'route' | 'method' | 'status'>;
  readonly #seconds: Histogram<'route' | 'method'>;

  constructor(metrics: Metrics, listeners: () => number) {
    const registers = [metrics];
    this.#requests = new Counter({
      ...{ name: 'vedette_api_requests_total', help: 'Requests that were answered', registers },
      labelNames: ['route', 'method', 'status'],
    });
    this.#seconds = new Histogram({
      ...{ name: 'vedette_api_request_seconds', help: 'Time until they were answered', registers },
      ...{ labelNames: ['route', 'method'], buckets: SECONDS },
    });
    new Gauge({
      ...{ name: 'vedette_api_listeners', help: 'Clients that listen to events', registers },
      collect() {
        this.set(listeners());
      },
    });
  }

  /** Counts what is answered below `server`. */
  watch(server: ApiServer): void {
    server.addHook('onResponse', async (request, reply) => this.#count(request, reply));
  }

  #count({ method, routeOptions }: FastifyRequest, { statusCode, elapsedTime }: FastifyReply): void {
    const route = routeOptions.url ?? 'none';
    this.#requests.inc({ route, method, status: String(statusCode) });
    this.#seconds.observe({ route, method }, elapsedTime / 1_000);
  }
}
