import { hiddenShot, sampleShot } from '@vedette/core/testing';
import { openOperator, parseOperations } from '@vedette/operations';
import { operationsSchema } from '@vedette/operations/config';
import { derivedKey } from '@vedette/store';
import { POSTGRES_ABSENT, postgres } from '@vedette/store/testing';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import { jsonOf, type TestApi, type TestApiOptions, testApi } from '../api.testing.ts';

const asJson = (operations: unknown, headers: Record<string, string> = {}) => ({
  ...{ method: 'POST', body: JSON.stringify({ operations }) },
  headers: { 'content-type': 'application/json', ...headers },
});
const asText = (body: string) => ({ method: 'POST', body, headers: { 'content-type': 'text/plain' } });

/** Does the job that waits longest, as a worker does. */
async function workOnce({ bucket, catalog }: TestApi): Promise<void> {
  const job = await catalog.jobs.take('test', { leaseSeconds: 60 });
  if (!job) throw new Error('no job waits');
  const operator = openOperator(operationsSchema.parse({}));
  onTestFinished(() => operator.close());
  const image = (await bucket.get((await catalog.keyOf(job.image)) ?? '')) ?? Buffer.alloc(0);
  const { data, extension, ...made } = await operator.apply(image, parseOperations(job.operations, 16));
  const key = derivedKey({ image: job.image, job: job.id, extension });
  await bucket.putIfAbsent(key, data, { contentType: made.type });
  await catalog.jobs.done(job, { key, ...made, bytes: data.length });
}

describe('operations with a catalog in a file', () => operationsContract(testApi));

describe.skipIf(POSTGRES_ABSENT)(`operations with a catalog in PostgreSQL (${POSTGRES_ABSENT ?? 'is there'})`, () => {
  const server = postgres();
  operationsContract(async (options) => testApi({ ...options, catalogUrl: server.urlOf(await server.newDatabase()) }));
});

function operationsContract(start: (options?: TestApiOptions) => Promise<TestApi>): void {
  test('a list becomes a job, whose result is fetched when a worker has done it', async () => {
    const api = await start();
    const { ask } = api;
    const { id } = await api.store(sampleShot());
    const added = await ask(
      `/api/images/${id}/operations`,
      asJson([{ resize: { width: 8 } }, { convert: { format: 'png' } }]),
    );
    const job = await jsonOf(added);
    expect([added.status, added.headers.get('location')]).toEqual([202, `/api/jobs/${job.id}`]);
    expect(job).toMatchObject({ image: id, state: 'queued', operations: [{ resize: { width: 8 } }, {}] });
    expect((await ask(`/api/jobs/${job.id}/result`)).status).toBe(409);
    await workOnce(api);
    const done = await jsonOf(await ask(`/api/jobs/${job.id}`));
    expect(done).toMatchObject({ state: 'done', result: { width: 8, height: 6, type: 'image/png' } });
    const result = await ask(done.result.links.self);
    expect(result.headers.get('content-type')).toBe('image/png');
    expect(await sharp(await result.arrayBuffer()).metadata()).toMatchObject({ format: 'png', width: 8 });
    const { items } = await jsonOf(await ask(`/api/jobs?image=${id}&state=done`));
    expect(items).toEqual([done]);
  });

  test('a list as text, as the older system has it, is the same', async () => {
    const { ask, store } = await start();
    const { id } = await store(sampleShot());
    const job = await jsonOf(
      await ask(`/api/images/${id}/operations`, asText('resize 8 6\r\n\r\n# turned\r\nrotate 90\r\n')),
    );
    expect(job.operations).toMatchObject([{ resize: { width: 8, height: 6 } }, { rotate: { degrees: 90 } }]);
  });

  test('who waits has the finished job, and who waits in vain the one that waits', async () => {
    const api = await start();
    const { id } = await api.store(sampleShot());
    const path = `/api/images/${id}/operations`;
    const waiting = api.ask(path, asJson([{ grayscale: {} }], { prefer: 'respond-async, wait=10' }));
    let isDone = false;
    while (!isDone)
      isDone = await workOnce(api).then(
        () => true,
        () => false,
      );
    const answer = await waiting;
    expect([answer.status, (await jsonOf(answer)).state]).toEqual([200, 'done']);
    const vain = await api.ask(path, asJson([{ grayscale: {} }], { prefer: 'wait=0' }));
    expect([vain.status, (await jsonOf(vain)).state]).toEqual([202, 'queued']);
  });

  test('a full queue says when to come again', async () => {
    const { ask, store } = await start({ operations: { maxQueued: 1 } });
    const { id } = await store(sampleShot());
    const path = `/api/images/${id}/operations`;
    expect((await ask(path, asJson([{ grayscale: {} }]))).status).toBe(202);
    const full = await ask(path, asJson([{ grayscale: {} }]));
    expect([full.status, full.headers.get('retry-after')]).toEqual([429, '5']);
    expect((await jsonOf(full)).type).toBe('urn:vedette:problem:queue-full');
  });

  test('what cannot be done is refused with the number of the operation', async () => {
    const { ask, store, catalog } = await start({ operations: { maxOperations: 2 } });
    const { id } = await store(sampleShot());
    const path = `/api/images/${id}/operations`;
    for (const [request, detail] of [
      [asJson([{ flip: {} }, { rotate: { degrees: 'x' } }]), /operation 2 \(rotate\): degrees/],
      [asJson('flip'), /give a list/],
      [asText('resize 8\nrotato 90'), /operation 2: there is no "rotato"/],
      [asText('resize 0'), /operation 1 \(resize\)/],
      [asText('crop 10 10 10 10'), /operation 1.*does not lie within the 16x12/],
      [asText('flip\nflip\nflip'), /3 operations, and 2 are allowed/],
      [asText('# nothing'), /empty/],
    ] as const) {
      const answer = await ask(path, request);
      expect(answer.status).toBe(400);
      expect((await jsonOf(answer)).detail).toMatch(detail);
    }
    expect((await catalog.jobs.list()).items).toEqual([]);
  });

  test('there is an image, or nothing is done', async () => {
    const { ask, store } = await start();
    const { id: hidden } = await store(hiddenShot());
    for (const id of [hidden, sampleShot().id]) {
      expect((await ask(`/api/images/${id}/operations`, asText('flip'))).status).toBe(404);
    }
  });
}
