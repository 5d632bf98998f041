import { ownPostgres, POSTGRES_ABSENT } from '@vedette/store/testing';
import { describe, expect, test } from 'vitest';
import { addToken } from './access/edit-tokens.ts';
import { testApi } from './api.testing.ts';

describe.skipIf(POSTGRES_ABSENT)(`an API that starts while its catalog is away${POSTGRES_ABSENT}`, () => {
  const server = ownPostgres();

  test('tells whoever asks to wait, and answers once it is back', async () => {
    const catalogUrl = server.urlOf(await server.newDatabase());
    await server.stop();
    const { ask } = await testApi({ catalogUrl });
    expect((await ask('/api/shots')).status).toBe(503);
    expect((await ask('/')).status).toBe(200);
    await server.start();
    expect((await ask('/api/shots')).status).toBe(200);
    const sign = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const body = JSON.stringify({ id: '01a1fde8-2210-74a5-b3d6-9ac3185eddc5', operations: [{ resize: { width: 8 } }] });
    expect((await ask('/api/sign', { ...sign, body })).status).toBe(200);
  }, 60_000);

  test('where others can ask, lets nobody in without a token, though it cannot tell whether there was one', async () => {
    const catalogUrl = server.urlOf(await server.newDatabase());
    await server.stop();
    const { ask, catalog } = await testApi({ catalogUrl, host: '0.0.0.0' });
    await server.start();
    expect((await ask('/api/shots')).status).toBe(401);
    const token = await addToken(catalog.tokens, { name: 'looker', scopes: ['read'] });
    expect((await ask('/api/shots', { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  }, 60_000);
});
