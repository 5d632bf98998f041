import fastifyRateLimit from '@fastify/rate-limit';
import type { ApiServer } from '../api-server.ts';
import { Problem } from '../problems/problem.ts';
import type { Gate } from './gate.ts';

/** Lets each token, or who has none each address, ask so often a minute. The page and its pictures are not counted. */
export async function limitRequests(server: ApiServer, gate: Gate, perMinute: number): Promise<void> {
  await server.register(fastifyRateLimit, {
    max: perMinute,
    timeWindow: 60_000,
    keyGenerator: ({ headers, ip }) => {
      const token = gate.known(headers.authorization); // others must not be able to make up one after another
      return token === undefined ? `address ${ip}` : `token ${token}`;
    },
    allowList: ({ routeOptions }) => !routeOptions.url?.startsWith('/api/'),
    errorResponseBuilder: (_request, { ttl, max }) => {
      const seconds = Math.ceil(ttl / 1_000);
      return new Problem(429, 'rate', `more than ${max} requests in a minute; wait ${seconds} s`, {
        headers: { 'retry-after': String(seconds) },
      });
    },
  });
}
