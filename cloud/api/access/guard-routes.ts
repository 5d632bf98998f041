import type { ApiServer } from '../api-server.ts';
import type { Caller, Gate } from './gate.ts';
import { type Origins, refuseStrangers } from './refuse-strangers.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on a route that is open to all. */
    caller: Caller | null;
  }
}

/** Lets requests through to each route only for what it says that it needs; a route that does not say it is refused at the start. */
export function guardRoutes(server: ApiServer, gate: Gate, origins: Origins): void {
  server.decorateRequest('caller', null);
  server.addHook('onRoute', ({ url, config }) => {
    if (url.startsWith('/api/') && config?.scope === undefined) throw new Error(`${url} does not say what it needs`);
  });
  server.addHook('onRequest', async (request) => {
    const { scope = 'open' } = request.routeOptions.config;
    if (scope === 'open') return;
    const { authorization, origin, host } = request.headers;
    if (authorization === undefined) refuseStrangers({ origin, host }, origins);
    request.caller = await gate.admit(authorization, scope);
  });
}
