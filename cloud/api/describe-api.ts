import fastifySwagger from '@fastify/swagger';
import { SOFTWARE } from '@vedette/core/run';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { ApiServer } from './api-server.ts';
import { problemAnswer } from './problems/problem.ts';

const PROBLEMS = {
  description: 'What was wrong (RFC 9457)',
  content: { 'application/problem+json': { schema: problemAnswer } },
};

/** Makes the OpenAPI document from the schemas of the routes that come after. */
export async function describeApi(server: ApiServer): Promise<void> {
  await server.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Vedette',
        version: SOFTWARE.split('/')[1] ?? '',
        description: 'What cameras saw and where it lies; images that are brought here, and operations on them.',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  });
  server.addHook('onRoute', (route) => {
    const { schema, config } = route;
    if (!route.url.startsWith('/api/') || !schema || schema.hide === true) return;
    const needs = config?.scope ?? 'open';
    const scope = needs === 'open' ? undefined : `Needs a token with the scope \`${needs}\`.`;
    const description = [schema.description, scope].filter(Boolean).join('\n\n');
    // A new object: the HEAD route that goes with a GET has the same schema.
    route.schema = {
      ...schema,
      ...(description === '' ? {} : { description }),
      ...(needs === 'open' ? {} : { security: [{ token: [] }] }),
      response: { ...(schema.response as object | undefined), default: PROBLEMS },
    };
  });
}
