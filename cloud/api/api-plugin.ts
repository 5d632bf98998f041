import fastifyCors from '@fastify/cors';
import type { FastifyPluginAsync } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import type { Gate } from './access/gate.ts';
import { guardRoutes } from './access/guard-routes.ts';
import { limitRequests } from './access/limit-requests.ts';
import type { Origins } from './access/refuse-strangers.ts';
import type { ApiMeter } from './api-meter.ts';
import type { ApiServer } from './api-server.ts';
import { describeApi } from './describe-api.ts';
import { answerProblems } from './problems/answer-problems.ts';
import { Problem } from './problems/problem.ts';
import type { RouteParts } from './route-parts.ts';
import { catalogRoutes } from './routes/catalog.ts';
import { consoleRoutes } from './routes/console.ts';
import { eventRoutes } from './routes/events.ts';
import { jobRoutes } from './routes/jobs.ts';
import { objectRoutes } from './routes/objects.ts';
import { openApiRoute } from './routes/openapi.ts';
import { operationRoutes } from './routes/operations.ts';
import { shotImageRoutes } from './routes/shot-image.ts';
import { shotRoutes } from './routes/shots.ts';
import { statusRoutes } from './routes/status.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { viewRoutes } from './routes/views.ts';

export interface ApiPluginOptions {
  readonly parts: RouteParts;
  readonly meter: ApiMeter;
  readonly gate: Gate;
  readonly origins: Origins;
  readonly requestsPerMinute: number;
  readonly consoleFolder?: string | undefined;
}

/** All that is served under `/api`, and the console at `/`. */
export function apiPlugin(options: ApiPluginOptions): FastifyPluginAsync {
  const { parts, meter, gate, origins, requestsPerMinute, consoleFolder } = options;
  return async (plain) => {
    const server: ApiServer = plain.withTypeProvider();
    server.setValidatorCompiler(validatorCompiler);
    server.setSerializerCompiler(() => (data) => JSON.stringify(data)); // what is sent is typed, and tested
    answerProblems(server, parts.log);
    meter.watch(server);
    await server.register(fastifyCors, {
      origin: corsOrigin(origins.allowed),
      exposedHeaders: ['location', 'retry-after'],
    });
    await limitRequests(server, gate, requestsPerMinute);
    guardRoutes(server, gate, origins);
    server.addHook('onRequest', async ({ routeOptions: { url } }) => {
      if (url?.startsWith('/api/')) await parts.signer.ready(); // the catalog that has its secret may have been away
    });
    await describeApi(server);
    server.setNotFoundHandler(({ method, url }) => {
      throw new Problem(404, 'not-found', `there is no ${method} ${url.split('?')[0]}; see /api/openapi.json`);
    });
    shotRoutes(server, parts);
    shotImageRoutes(server, parts);
    viewRoutes(server, parts);
    await uploadRoutes(server, parts);
    operationRoutes(server, parts);
    jobRoutes(server, parts);
    objectRoutes(server, parts);
    catalogRoutes(server, parts);
    statusRoutes(server, parts);
    eventRoutes(server, parts);
    openApiRoute(server);
    await consoleRoutes(server, consoleFolder);
  };
}

/** Off unless origins are named. */
function corsOrigin(allowed: readonly string[]) {
  if (allowed.includes('*')) return '*';
  return allowed.length === 0 ? false : [...allowed];
}
