import { createHash } from 'node:crypto';
import { hiddenShot, SAMPLE_JPEG, sampleShot } from '@vedette/core/testing';
import { POSTGRES_ABSENT, postgres } from '@vedette/store/testing';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { jsonOf, type TestApi, testApi } from '../api.testing.ts';

const MINUTE = 60_000_000;
const BEGIN = Date.UTC(2026, 10, 20, 22) * 1_000;

describe('shots of a catalog in a file', () => shotRoutesContract(() => testApi()));

describe.skipIf(POSTGRES_ABSENT)(`shots of a catalog in PostgreSQL (${POSTGRES_ABSENT ?? 'is there'})`, () => {
  const server = postgres();
  shotRoutesContract(async () => testApi({ catalogUrl: server.urlOf(await server.newDatabase()) }));
});

function shotRoutesContract(start: () => Promise<TestApi>): void {
  test('pages follow each other through all that matches, the newest first', async () => {
    const { ask, store } = await start();
    const entries = [];
    for (let i = 0; i < 7; i++) {
      entries.push(await store(sampleShot({ at: BEGIN + i * MINUTE, seq: i, device: i === 3 ? 'gate' : 'pole' })));
    }
    const wanted = entries.filter(({ device }) => device === 'pole').reverse();
    const seen: string[] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const page = await jsonOf(await ask(`/api/shots?device=pole&limit=4${cursor && `&cursor=${cursor}`}`));
      seen.push(...page.items.map(({ id }: { id: string }) => id));
      cursor = page.next;
    }
    expect(seen).toEqual(wanted.map(({ id }) => id));
  });

  test('a time is ISO with its zone, or µs, and is told to the µs', async () => {
    const { ask, store } = await start();
    const at = BEGIN + 123_456;
    const { id } = await store(sampleShot({ at }));
    await store(sampleShot({ at: at + 1 }));
    for (const to of [
      String(at + 1),
      '2026-11-20T22:00:00.123457Z',
      encodeURIComponent('2026-11-21T00:00:00.123457+02:00'),
    ]) {
      const { items } = await jsonOf(await ask(`/api/shots?to=${to}`));
      expect(items).toMatchObject([{ id, at: '2026-11-20T22:00:00.123456Z' }]);
    }
  });

  test('a question that is none is refused with what is wrong with which part', async () => {
    const { ask } = await start();
    for (const [query, field] of [
      ['minScore=2', 'querystring.minScore'],
      ['from=yesterday', 'querystring.from'],
      ['limit=0', 'querystring.limit'],
      ['colour=red', 'querystring'],
    ]) {
      const refused = await ask(`/api/shots?${query}`);
      expect(refused.headers.get('content-type')).toContain('application/problem+json');
      expect(await jsonOf(refused)).toMatchObject({
        status: 400,
        type: 'urn:vedette:problem:invalid',
        fault: [{ field }],
      });
    }
    const noCursor = await ask('/api/shots?cursor=bla');
    expect([noCursor.status, (await jsonOf(noCursor)).type]).toEqual([400, 'urn:vedette:problem:cursor']);
  });

  test('the image comes as it was captured, whole, in part, or not again', async () => {
    const { ask, store } = await start();
    const shot = sampleShot();
    await store(shot);
    const path = `/api/shots/${shot.id}/image`;
    const whole = await ask(path);
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(SAMPLE_JPEG);
    expect(whole.headers.get('content-type')).toBe('image/jpeg');
    const etag = whole.headers.get('etag') ?? '';
    expect(etag).toBe(`"${createHash('sha256').update(SAMPLE_JPEG).digest('hex')}"`);
    expect((await ask(path, { headers: { 'if-none-match': `W/"x", ${etag}` } })).status).toBe(304);
    const part = await ask(path, { headers: { range: 'bytes=2-5', 'if-range': etag } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 2-5/${SAMPLE_JPEG.length}`]);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(SAMPLE_JPEG.subarray(2, 6));
    expect((await ask(path, { headers: { range: 'bytes=2-5', 'if-range': '"other"' } })).status).toBe(200);
    expect((await ask(path, { headers: { range: `bytes=${SAMPLE_JPEG.length}-` } })).status).toBe(416);
    expect((await ask(path, { method: 'HEAD' })).headers.get('content-length')).toBe(String(SAMPLE_JPEG.length));
  });

  test('a shot has its description and its small picture; one that is not to be shown has neither picture', async () => {
    const { ask, store } = await start();
    const [shown, hidden] = [sampleShot({ at: BEGIN + 1 }), hiddenShot({ at: BEGIN })];
    const entry = await store(shown);
    await store(hidden);
    const { items } = await jsonOf(await ask('/api/shots?thumbnailHeight=16'));
    expect(await jsonOf(await ask(items[0].links.description))).toEqual(entry);
    const small = await ask(items[0].links.thumbnail);
    expect(small.headers.get('cache-control')).toMatch(/private, max-age=\d+, immutable/);
    const { format, width, height } = await sharp(await small.arrayBuffer()).metadata();
    expect({ format, width, height }).toEqual({ format: 'webp', width: 16, height: 12 }); // no larger than it is
    expect(Object.keys(items[1].links)).toEqual(['self', 'description']);
    expect(await jsonOf(await ask(items[1].links.description))).toMatchObject({ id: hidden.id });
    expect((await ask(`/api/shots/${hidden.id}/image`)).status).toBe(404);
  });

  test('what is not there is said', async () => {
    const { ask, store, bucket } = await start();
    const shot = sampleShot();
    const { key } = await store(shot);
    await bucket.remove(key);
    expect(await jsonOf(await ask(`/api/shots/${shot.id}/image`))).toMatchObject({
      status: 404,
      detail: expect.stringContaining(key),
    });
    const nobody = sampleShot().id;
    for (const path of [`/api/shots/${nobody}`, `/api/shots/${nobody}/image`, `/api/jobs/${nobody}`, '/api/nowhere']) {
      expect(await jsonOf(await ask(path))).toMatchObject({ status: 404, title: 'There is no such thing' });
    }
    expect((await ask('/api/shots/x')).status).toBe(400);
  });
}
