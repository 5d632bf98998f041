import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { openBucket } from '../open-bucket.ts';
import { opened, server } from './told-server.testing.ts';

const BODY = Buffer.from('seen');
const JPEG = { contentType: 'image/jpeg' };
const LARGE = Buffer.alloc(17 * 1_024 * 1_024);
const NO_S3 = { name: 'ResourceError', message: expect.stringMatching(/127\.0\.0\.1:\d+ is no S3/) };

test('a page in the place of S3 ends the start', async () => {
  const { url } = await server(['page']);
  await expect(openBucket(url())).rejects.toMatchObject(NO_S3);
});

test('a page that comes later is taken for no answer to anything', async () => {
  const { url } = await server([200], [412, 'PreconditionFailed'], [412, 'PreconditionFailed'], ['page']);
  const bucket = await opened(url());
  const keys = async () => {
    for await (const { key } of bucket.list('')) expect(key).toBe('none');
  };
  await expect(bucket.putIfAbsent('a', BODY, JPEG)).rejects.toMatchObject(NO_S3);
  await expect(bucket.putIfAbsent('b', LARGE, JPEG)).rejects.toMatchObject(NO_S3);
  await expect(bucket.get('a')).rejects.toMatchObject(NO_S3);
  await expect(bucket.remove('a')).rejects.toMatchObject(NO_S3);
  await expect(bucket.linkTo('a', 60)).rejects.toMatchObject(NO_S3);
  await expect(keys()).rejects.toMatchObject(NO_S3);
});

test.each([
  ['and gives them back, has them', (body: Buffer) => body, 'stored'],
  ['and gives something else, is none', () => Buffer.from('Back at noon.'), NO_S3],
] as const)('a server that says tags of its own kind of what it takes, %s', async (_, given, outcome) => {
  const objects = new Map<string | undefined, Buffer>();
  const http = createServer(async (request, response) => {
    const [path] = request.url?.split('?') ?? [];
    response.setHeader('etag', 'W/"17"');
    if (request.method !== 'PUT') return void response.end(given(objects.get(path) ?? Buffer.alloc(0)));
    if (objects.has(path)) return void response.writeHead(412).end();
    objects.set(path, await buffer(request));
    response.end();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.close();
  });
  const address = http.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const bucket = openBucket(`s3://shots?endpoint=http://127.0.0.1:${port}`);
  onTestFinished(async () => (await bucket.catch(() => undefined))?.close());
  const putting = bucket.then((bucket) => bucket.putIfAbsent('a', BODY, JPEG)).catch((error: unknown) => error);
  expect(await putting).toEqual(typeof outcome === 'string' ? outcome : expect.objectContaining(outcome));
});
