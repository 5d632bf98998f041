import { SAMPLE_JPEG } from '@vedette/core/testing';
import { writeTombstone } from '@vedette/store';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { addToken } from '../access/edit-tokens.ts';
import { jsonOf, testApi } from '../api.testing.ts';

const asImage = (body: Buffer, type = 'image/jpeg') => ({ method: 'POST', body, headers: { 'content-type': type } });

function asForm(...files: readonly Buffer[]) {
  const body = new FormData();
  for (const [i, data] of files.entries()) body.append('file', new Blob([data]), `${i}.jpg`);
  return { method: 'POST', body };
}

test('one that comes as the body is a shot like any other, by the name of the token', async () => {
  const { ask, catalog, bucket } = await testApi();
  const token = await addToken(catalog.tokens, { name: 'door-camera', scopes: ['upload', 'read'] });
  const authorization = `Bearer ${token}`;
  const answer = await ask('/api/images', {
    ...asImage(SAMPLE_JPEG),
    headers: { authorization, 'content-type': 'image/jpeg' },
  });
  expect(answer.status).toBe(201);
  const image = await jsonOf(answer);
  expect(image).toMatchObject({
    kind: 'frame',
    site: 'upload',
    device: 'door-camera',
    camera: 'api',
    width: 16,
    height: 12,
  });
  expect(image.bytes).toBe(SAMPLE_JPEG.length);
  expect(await bucket.get(image.key)).toEqual(SAMPLE_JPEG);
  expect(await catalog.shot(image.id)).toMatchObject({ key: image.key, site: 'upload' });
  expect(JSON.parse(String(await bucket.get(`${image.key}.json`)))).toEqual(await catalog.shot(image.id));
  expect(await jsonOf(await ask('/api/devices', { headers: { authorization } }))).toEqual([]); // no device
});

test('a form brings several, in their order', async () => {
  const { ask, catalog } = await testApi();
  const png = await sharp(SAMPLE_JPEG).resize(8, 8).png().toBuffer();
  const answer = await ask('/api/images', asForm(SAMPLE_JPEG, png));
  const images = await jsonOf(answer);
  expect(images.map(({ width, image }: { width: number; image: { type: string } }) => [width, image.type])).toEqual([
    [16, 'image/jpeg'],
    [8, 'image/png'],
  ]);
  expect((await catalog.shots()).items).toHaveLength(2);
});

test('a form is taken whole, or not at all', async () => {
  const { ask, catalog } = await testApi();
  const answer = await ask('/api/images', asForm(SAMPLE_JPEG, Buffer.from('no picture')));
  expect([answer.status, (await jsonOf(answer)).detail]).toEqual([
    415,
    'the picture is no picture; give a JPEG, a PNG or a WebP',
  ]);
  expect((await catalog.shots()).items).toEqual([]);
});

/** A PNG whose header says that it is as wide and high as given, whatever its pixels are. */
async function lyingPng(width: number, height: number): Promise<Buffer> {
  const png = await sharp(SAMPLE_JPEG).png().toBuffer();
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  return png;
}

test.each([
  ['a GIF', async () => Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAACADs=', 'base64'), 415, 'type'],
  ['a text', async () => Buffer.from('hello'), 415, 'type'],
  ['nothing', async () => Buffer.alloc(0), 415, 'type'],
  ['a bomb of pixels', () => lyingPng(60_000, 60_000), 413, 'pixels'],
  ['a lying header', () => lyingPng(100, 100), 422, 'undecodable'],
  ['half a picture', async () => SAMPLE_JPEG.subarray(0, 200), 422, 'undecodable'],
  ['too many bytes', async () => Buffer.concat([SAMPLE_JPEG, Buffer.alloc(2_000)]), 413, undefined],
])('%s is refused with what is wrong', async (_what, make, status, type) => {
  const { ask, catalog } = await testApi({ operations: { maxImageBytes: 2_000 } });
  for (const request of [asImage(await make(), 'image/png'), asForm(await make())]) {
    const answer = await ask('/api/images', request);
    const problem = await jsonOf(answer);
    expect([answer.status, problem.status]).toEqual([status, status]);
    if (type !== undefined) expect(problem.type).toBe(`urn:vedette:problem:${type}`);
    expect(problem.detail).not.toBe('');
  }
  expect((await catalog.shots()).items).toEqual([]);
});

test('no form without files, no body of another type', async () => {
  const { ask } = await testApi();
  expect((await ask('/api/images', asForm())).status).toBe(400);
  expect((await ask('/api/images', { method: 'POST' })).status).toBe(415);
  const text = { method: 'POST', body: 'x', headers: { 'content-type': 'application/x-strange' } };
  expect(await jsonOf(await ask('/api/images', text))).toMatchObject({ status: 415 });
});

test('what an erase is about is not taken', async () => {
  const { ask, catalog, bucket } = await testApi();
  await writeTombstone(bucket, { v: 1, erasedAt: Date.now() * 1_000 + 3_600_000_000, site: 'upload' });
  expect(await jsonOf(await ask('/api/images', asImage(SAMPLE_JPEG)))).toMatchObject({ status: 409 });
  expect((await catalog.shots()).items).toEqual([]);
});

test('a form of fields, of too many files, or that is none, is told so', async () => {
  const { ask } = await testApi();
  const told = async (request: RequestInit) => {
    const answer = await ask('/api/images', request);
    return [answer.status, (await jsonOf(answer)).detail];
  };
  const field = asForm(SAMPLE_JPEG);
  field.body.append('note', 'x'.repeat(1_000));
  expect(await told(field)).toEqual([413, expect.stringContaining('send files alone')]);
  const many = asForm(...Array.from({ length: 17 }, () => SAMPLE_JPEG));
  expect(await told(many)).toEqual([413, expect.stringContaining('more than 16 files')]);
  const cut = { method: 'POST', body: 'no form', headers: { 'content-type': 'multipart/form-data; boundary=x' } };
  expect(await told(cut)).toEqual([400, expect.stringContaining('the form cannot be read')]);
});
