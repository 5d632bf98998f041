import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { ConfigError } from '@vedette/core/errors';
import { eventually, temporaryFolder } from '@vedette/core/testing';
import { openCatalog } from '@vedette/store';
import { expect, onTestFinished, test } from 'vitest';
import { jsonOf, testApi } from '../api.testing.ts';
import { addToken, removeToken } from './edit-tokens.ts';

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

test('a token allows what its scopes say, and nothing else', async () => {
  const { ask, catalog } = await testApi({ settings: { allowAnonymous: false } });
  const token = await addToken(catalog.tokens, { name: 'looker', scopes: ['read'] });
  const admin = await addToken(catalog.tokens, { name: 'chief', scopes: ['admin'] });
  expect((await ask('/api/shots', bearer(token))).status).toBe(200);
  const image = { method: 'POST', body: 'x' };
  const refused = await ask('/api/images', {
    ...image,
    headers: { ...bearer(token).headers, 'content-type': 'image/png' },
  });
  expect([refused.status, (await jsonOf(refused)).detail]).toEqual([
    403,
    'the token "looker" has not the scope "upload"',
  ]);
  expect((await ask('/api/shots', bearer(admin))).status).toBe(200);
  const none = await ask('/api/shots');
  expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="vedette"']);
  for (const header of [`Bearer ${token}x`, `Basic ${token}`, 'Bearer', 'Bearer a b']) {
    expect((await ask('/api/shots', { headers: { authorization: header } })).status).toBe(401);
  }
  for (const open of ['/', '/api/openapi.json', '/healthz']) expect((await ask(open)).status).toBe(200);
});

test('a token ends at its time, and soon after it is taken back', async () => {
  const { ask, catalog } = await testApi({ settings: { allowAnonymous: false } });
  const ended = await addToken(catalog.tokens, { name: 'old', scopes: ['read'], days: -1 });
  expect(await jsonOf(await ask('/api/shots', bearer(ended)))).toMatchObject({
    status: 401,
    detail: expect.stringContaining('ended on'),
  });
  const token = await addToken(catalog.tokens, { name: 'gone', scopes: ['read'], days: 1 });
  expect((await ask('/api/shots', bearer(token))).status).toBe(200);
  await removeToken(catalog.tokens, 'gone');
  await eventually('it is refused', async () => (await ask('/api/shots', bearer(token))).status === 401);
});

/** What is answered to who calls this machine so; fetch would not send another name. */
async function statusAs(host: string, url: string): Promise<number | undefined> {
  const [answer] = (await once(get(`${url}/api/shots`, { headers: { host } }), 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

test('without any token all is open on loopback, but to no page of another origin, and under no name of a stranger', async () => {
  const { ask, url } = await testApi();
  const asking = async (headers: Record<string, string>) => (await ask('/api/shots', { headers })).status;
  expect(await asking({})).toBe(200);
  expect(await asking({ origin: url })).toBe(200);
  expect(await asking({ origin: 'https://evil.example' })).toBe(403);
  expect(await asking({ origin: 'null' })).toBe(403);
  expect(await statusAs('evil.example', url)).toBe(403);
  expect(await statusAs('localhost', url)).toBe(200);
});

test('once there was a token, nobody comes in without one, also when it is gone', async () => {
  const data = temporaryFolder();
  const catalog = await openCatalog(`file:${data}/catalog.db`);
  onTestFinished(() => catalog.close());
  await addToken(catalog.tokens, { name: 'only', scopes: ['read'] });
  await removeToken(catalog.tokens, 'only');
  const { ask } = await testApi({ data });
  expect((await ask('/api/shots')).status).toBe(401);
});

test('where others can ask, it does not start open by itself', async () => {
  await expect(testApi({ host: '0.0.0.0' })).rejects.toThrow(/vedette token add/);
  const { ask } = await testApi({ host: '0.0.0.0', settings: { allowAnonymous: true } });
  expect((await ask('/api/shots')).status).toBe(200);
});

test('a name is one level of a topic, and has one token', async () => {
  const { catalog } = await testApi();
  await addToken(catalog.tokens, { name: 'cam', scopes: ['upload'] });
  for (const name of ['cam', 'a/b', '', 'a+']) {
    await expect(addToken(catalog.tokens, { name, scopes: ['read'] })).rejects.toThrow(ConfigError);
  }
  await expect(removeToken(catalog.tokens, 'nobody')).rejects.toThrow(ConfigError);
});

test('too many requests are told to wait, by the token that asks; the page is not counted', async () => {
  const { ask, catalog } = await testApi({ settings: { requestsPerMinute: 3 } });
  const token = await addToken(catalog.tokens, { name: 'busy', scopes: ['read'] });
  const statuses: number[] = [];
  for (let i = 0; i < 8; i++) statuses.push((await ask('/api/labels', bearer(token))).status);
  expect(statuses.slice(0, 3)).toEqual([200, 200, 200]);
  expect(statuses.at(-1)).toBe(429);
  const refused = await ask('/api/labels', bearer(token));
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await jsonOf(refused)).toMatchObject({ type: 'urn:vedette:problem:rate', status: 429 });
  expect((await ask('/')).status).toBe(200);
});

test('requests are counted by their route, and never by what is in them', async () => {
  const { ask } = await testApi();
  await ask('/api/shots/01a1fde8-2210-74a5-b3d6-9ac3185eddc5');
  await ask('/api/labels');
  const metrics = await (await ask('/metrics')).text();
  expect(metrics).toContain('vedette_api_requests_total{route="/api/shots/:id",method="GET",status="404"} 1');
  expect(metrics).toContain('vedette_api_requests_total{route="/api/labels",method="GET",status="200"} 1');
  expect(metrics).not.toContain('01a1fde8');
});

test('pages of origins that are named may ask from elsewhere', async () => {
  const origin = 'https://page.example';
  const { ask } = await testApi({ settings: { corsOrigins: [origin] } });
  const preflight = { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'GET' } };
  expect((await ask('/api/shots', preflight)).headers.get('access-control-allow-origin')).toBe(origin);
  expect((await ask('/api/shots', { headers: { origin } })).status).toBe(200);
  const closed = await testApi();
  expect((await closed.ask('/api/shots', preflight)).headers.get('access-control-allow-origin')).toBeNull();
});
