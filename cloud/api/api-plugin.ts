import type { FastifyPluginAsync } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import type { ApiParts } from './api-parts.ts';
import type { ApiServer } from './api-server.ts';
import { answerProblems } from './problems/answer-problems.ts';
import { Problem } from './problems/problem.ts';
import { catalogRoutes } from './routes/catalog.ts';
import { consoleRoutes } from './routes/console.ts';
import { eventRoutes } from './routes/events.ts';
import { objectRoutes } from './routes/objects.ts';
import { shotImageRoutes } from './routes/shot-image.ts';
import { shotRoutes } from './routes/shots.ts';
import { statusRoutes } from './routes/status.ts';
import { type ViewRouteParts, viewRoutes } from './routes/views.ts';

export interface ApiPluginOptions {
  readonly parts: ApiParts & ViewRouteParts;
  readonly consoleFolder?: string | undefined;
}

/** All that is served under `/api`, and the console at `/`. */
export function apiPlugin({ parts, consoleFolder }: ApiPluginOptions): FastifyPluginAsync {
  return async (plain) => {
    const server: ApiServer = plain.withTypeProvider();
    server.setValidatorCompiler(validatorCompiler);
    server.setSerializerCompiler(() => (data) => JSON.stringify(data)); // what is sent is typed, and tested
    answerProblems(server, parts.log);
    server.setNotFoundHandler(({ method, url }) => {
      throw new Problem(404, 'not-found', `there is no ${method} ${url.split('?')[0]}; see /api/openapi.json`);
    });
    shotRoutes(server, parts);
    shotImageRoutes(server, parts);
    viewRoutes(server, parts);
    objectRoutes(server, parts);
    catalogRoutes(server, parts);
    statusRoutes(server, parts);
    eventRoutes(server, parts);
    await consoleRoutes(server, consoleFolder);
  };
}
