import type { ApiServer } from '../api-server.ts';

/** What the API is, for programs. */
export function openApiRoute(server: ApiServer): void {
  server.get('/api/openapi.json', { config: { scope: 'open' }, schema: { hide: true } }, () => server.swagger());
}
