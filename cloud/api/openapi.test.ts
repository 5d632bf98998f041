import { sampleShot } from '@vedette/core/testing';
// biome-ignore lint/style/noRestrictedImports: ajv's own address for JSON Schema 2020-12.
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { jsonOf, type TestApi, testApi } from './api.testing.ts';

interface Operation {
  readonly summary?: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: object }> }>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Partial<Record<'get' | 'post', Operation>>>;
}

/** Events end with the client, and a signed address is none without its signature. */
const NOT_ASKED = ['/api/events', '/api/images/{id}/view'];

/** Whether a value is what a schema of the document says. */
function faultsOf(schema: object, value: unknown): unknown {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.validate(schema, value) ? undefined : ajv.errors;
}

async function documentOf({ ask }: Pick<TestApi, 'ask'>): Promise<Document> {
  return jsonOf(await ask('/api/openapi.json'));
}

test('what each path answers is what the document says, and so is what it refuses', async () => {
  const api = await testApi();
  const { paths } = await documentOf(api);
  const shot = await api.store(sampleShot());
  await api.catalog.jobs.add({ id: shot.id, image: shot.id, operations: [{ flip: {} }] }, { maxQueued: 10 });
  const asked: string[] = [];
  for (const [path, { get }] of Object.entries(paths)) {
    if (!get || NOT_ASKED.includes(path)) continue;
    const answer = await api.ask(path.replace('{id}', shot.id));
    const content = get.responses[String(answer.status)]?.content ?? get.responses['default']?.content ?? {};
    const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
    if (!type.endsWith('json') || path.endsWith('/description')) continue;
    const { schema = {} } = content[type] ?? {};
    expect(Object.keys(schema), `${path} says what it answers`).not.toEqual([]);
    expect(faultsOf(schema, await jsonOf(answer)), path).toBeUndefined();
    asked.push(path);
    const refused = await api.ask(`${path.replace('{id}', 'x')}?strange=1`);
    const problem = get.responses['default']?.content?.['application/problem+json']?.schema ?? {};
    if (refused.status !== 200) expect(faultsOf(problem, await jsonOf(refused)), path).toBeUndefined();
  }
  expect(asked).toHaveLength(14);
});

test('what is brought and begun is answered as the document says', async () => {
  const api = await testApi();
  const { paths } = await documentOf(api);
  const { image } = sampleShot();
  const headers = { 'content-type': 'image/jpeg' };
  const uploaded = await api.ask('/api/images', { method: 'POST', body: Buffer.from(image.data), headers });
  const { id } = await expectAnswer(paths['/api/images']?.post, uploaded);
  const begin = { method: 'POST', body: 'flip', headers: { 'content-type': 'text/plain' } };
  const begun = await api.ask(`/api/images/${id}/operations`, begin);
  await expectAnswer(paths['/api/images/{id}/operations']?.post, begun);
  const body = JSON.stringify({ id, operations: [{ flip: {} }] });
  const signed = await api.ask('/api/sign', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  const { url } = await expectAnswer(paths['/api/sign']?.post, signed);
  expect((await api.ask(url)).status).toBe(200);
});

async function expectAnswer(operation: Operation | undefined, answer: Response) {
  const schema = operation?.responses[String(answer.status)]?.content?.['application/json']?.schema ?? {};
  const value = await jsonOf(answer);
  expect(Object.keys(schema)).not.toEqual([]);
  expect(faultsOf(schema, value)).toBeUndefined();
  return value;
}

test('the document is whole: each operation has its words, its parameters, its token and its problems', async () => {
  const { openapi, paths } = await documentOf(await testApi());
  expect(openapi).toBe('3.1.0');
  for (const [path, operations] of Object.entries(paths)) {
    for (const operation of Object.values(operations)) {
      expect(operation.summary, path).toBeTruthy();
      expect(operation.responses['default']?.content, path).toHaveProperty(['application/problem+json']);
      expect(operation.security === undefined, path).toBe(path === '/api/images/{id}/view');
      const named = (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => `{${name}}`);
      expect(path.match(/\{\w+\}/g) ?? [], path).toEqual(named);
    }
  }
  const operations = JSON.stringify(paths['/api/images/{id}/operations']?.post);
  for (const name of ['resize', 'canny', 'contours', 'avif']) expect(operations).toContain(name);
});
