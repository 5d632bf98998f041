import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { ApiServer } from '../api-server.ts';

const YEAR_SECONDS = 31_536_000;

/** Nothing of the page comes from elsewhere, and nobody else frames it. */
const POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the console's build at `/`; where there is none, says so. */
export async function consoleRoutes(server: ApiServer, folder: string | undefined): Promise<void> {
  if (folder === undefined || !existsSync(join(folder, 'index.html'))) {
    server.get('/', { config: { scope: 'open', rateLimit: false }, schema: { hide: true } }, (_request, reply) =>
      reply.type('text/html; charset=utf-8').send(NOT_BUILT),
    );
    return;
  }
  await server.register(fastifyStatic, {
    root: folder,
    wildcard: true,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (response, path) => {
      response.setHeader('content-security-policy', POLICY);
      response.setHeader('x-content-type-options', 'nosniff');
      response.setHeader('referrer-policy', 'no-referrer');
      // Vite names what is in assets/ by its content.
      const isNamedByContent = path.startsWith(join(folder, 'assets'));
      response.setHeader('cache-control', isNamedByContent ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache');
    },
  });
}

const NOT_BUILT = `<!doctype html><meta charset="utf-8"><title>Vedette</title>
<p>The console is not built here: <code>npm run build</code> builds it. The API is at <a href="/api/openapi.json">/api/openapi.json</a>.`;
