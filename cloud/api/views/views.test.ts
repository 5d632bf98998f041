import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLE_JPEG, sampleShot } from '@vedette/core/testing';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { jsonOf, type TestApi, testApi } from '../api.testing.ts';

async function sign({ ask }: TestApi, id: string, operations: unknown): Promise<Response> {
  const body = JSON.stringify({ id, operations });
  return ask('/api/sign', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
}

const cached = ({ data }: TestApi) => readdirSync(join(data, 'api', 'views'));

test('a list of operations is done for whoever has its address, once, and with no token', async () => {
  const api = await testApi();
  const { id } = await api.store(sampleShot());
  const { url } = await jsonOf(await sign(api, id, [{ resize: { width: 4 } }, { convert: { format: 'avif' } }]));
  const [first, again] = [await api.ask(url), await api.ask(url)];
  expect(first.headers.get('content-type')).toBe('image/avif');
  const data = Buffer.from(await first.arrayBuffer());
  expect(await sharp(data).metadata()).toMatchObject({ width: 4, height: 3 });
  expect(Buffer.from(await again.arrayBuffer())).toEqual(data);
  expect(cached(api)).toHaveLength(1);
});

test('an address that was changed in any part is good for nothing', async () => {
  const api = await testApi();
  const [{ id }, other] = [await api.store(sampleShot()), await api.store(sampleShot())];
  const { url } = await jsonOf(await sign(api, id, [{ flip: {} }]));
  for (const changed of [
    url.replace(id, other.id),
    url.replace('flip', 'blur'),
    url.replace(/exp=\d/, 'exp=9'),
    url.slice(0, -1),
    `${url}A`,
    url.replace(/sig=.*/, 'sig=%00'),
  ]) {
    expect(await jsonOf(await api.ask(changed)), changed).toMatchObject({ status: 403 });
  }
  expect(cached(api)).toEqual([]);
});

test('an address is of operations, and of no more than are allowed', async () => {
  const api = await testApi({ operations: { maxOperations: 2 } });
  const { id } = await api.store(sampleShot());
  for (const operations of [[], [{ flup: {} }], [{ flip: {} }, { flip: {} }, { flip: {} }]]) {
    expect((await sign(api, id, operations)).status).toBe(400);
  }
  const { url } = await jsonOf(await sign(api, id, [{ crop: { left: 10, top: 10, width: 50, height: 50 } }]));
  expect(await jsonOf(await api.ask(url))).toMatchObject({
    status: 400,
    detail: expect.stringContaining('operation 1'),
  });
});

test('of an image that is gone nothing is shown, and nothing stays', async () => {
  const api = await testApi();
  const { id } = await api.store(sampleShot());
  const { url } = await jsonOf(await sign(api, id, [{ flip: {} }]));
  expect((await api.ask(url)).status).toBe(200);
  await api.catalog.forget([id]);
  expect((await api.ask(url)).status).toBe(404);
  expect(cached(api)).toEqual([]);
});

test('two servers of one catalog take each other at their word', async () => {
  const first = await testApi();
  const { id } = await first.store(sampleShot({}, SAMPLE_JPEG));
  const { url } = await jsonOf(await sign(first, id, [{ flip: {} }]));
  const second = await testApi({ data: first.data });
  expect((await second.ask(url)).status).toBe(200);
});
