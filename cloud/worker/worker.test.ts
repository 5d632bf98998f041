import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { Turns } from '@vedette/core/run';
import { eventually, SAMPLE_JPEG } from '@vedette/core/testing';
import { type Operator, openOperator } from '@vedette/operations';
import { operationsSchema } from '@vedette/operations/config';
import { derivedKey } from '@vedette/store';
import { expect, test } from 'vitest';
import { doJob } from './do-job.ts';
import { addJob, ended, startedWorker, storePicture, workRig } from './worker.testing.ts';

test('a job is done: its result lies in the bucket, with what it was made of, and is told', async () => {
  const rig = await workRig();
  const shot = await storePicture(rig, SAMPLE_JPEG);
  const { worker, metric } = await startedWorker(rig.setup);
  const operations = [{ resize: { width: 8 } }, { convert: { format: 'png' } }];
  const id = await addJob(rig.catalog, shot.id, operations);
  const { result, ...job } = await ended(rig.catalog, id);
  expect(job).toMatchObject({ state: 'done', attempts: 1, operations });
  const key = derivedKey({ image: shot.id, job: id, extension: 'png' });
  expect(result).toEqual({
    key,
    type: 'image/png',
    width: 8,
    height: 6,
    bytes: expect.any(Number),
    sha256: expect.any(String),
  });
  expect((await rig.bucket.get(key))?.length).toBe(result?.bytes);
  const { key: _, ...image } = result ?? { key };
  const { site, device, camera, session, at, clock } = shot;
  const origin = { site, device, camera, session, at, clock, track: expect.anything() }; // an erase goes by it
  expect(JSON.parse(String(await rig.bucket.get(`${key}.json`)))).toEqual({
    ...{ key, job: id, image, of: { id: shot.id, key: shot.key, sha256: shot.image?.sha256, ...origin } },
    operations: [{ resize: { width: 8, fit: 'cover' } }, { convert: { format: 'png' } }],
    ...{ software: expect.stringMatching(/^vedette\//), storedAt: expect.any(Number) },
  });
  expect(worker.ready()).toEqual({ ready: true });
  await eventually('it is counted', async () => (await metric('vedette_worker_jobs_total{outcome="done"}')) === '1');
});

test('what cannot be done has failed at once, and says why', async () => {
  const rig = await workRig();
  const shot = await storePicture(rig, SAMPLE_JPEG);
  const broken = await storePicture(rig, Buffer.concat([SAMPLE_JPEG.subarray(0, 200), Buffer.alloc(50)]));
  const lost = await storePicture(rig, SAMPLE_JPEG);
  await rig.bucket.remove(lost.key);
  await startedWorker(rig.setup, { maxOperations: 2 });
  const flip = { flip: {} };
  const cases: [string, unknown[], string][] = [
    [shot.id, [{ explode: {} }], 'operation 1: there is no "explode"'],
    [shot.id, [flip, { crop: { left: 9, top: 9, width: 99, height: 9 } }], 'operation 2 (crop): 99x9 at 9,9'],
    [shot.id, [flip, flip, flip], 'the list has 3 operations, and 2 are allowed'],
    [broken.id, [flip], 'the picture cannot be read'],
    [lost.id, [flip], 'the picture is no longer in the bucket'],
    ['nobody', [flip], 'there is no image nobody'],
  ];
  for (const [image, operations, words] of cases) {
    const job = await ended(rig.catalog, await addJob(rig.catalog, image, operations));
    expect(job).toMatchObject({ state: 'failed', attempts: 1, error: expect.stringContaining(words) });
  }
  for await (const { key } of rig.bucket.list('derived/')) throw new Error(`${key} was kept`);
});

test('many jobs of many images are each done once, by two workers', async () => {
  const rig = await workRig();
  const shots = await Promise.all(Array.from({ length: 5 }, () => storePicture(rig, SAMPLE_JPEG)));
  const ids = await Promise.all(
    Array.from({ length: 40 }, (_, i) => addJob(rig.catalog, shots[i % 5]?.id ?? '', [{ rotate: { degrees: i } }])),
  );
  const workers = [await startedWorker(rig.setup), await startedWorker(rig.setup)];
  for (const id of ids) expect(await ended(rig.catalog, id)).toMatchObject({ state: 'done', attempts: 1 });
  const done = async () => {
    const counts = await Promise.all(workers.map(({ metric }) => metric('vedette_worker_jobs_total{outcome="done"}')));
    return counts.reduce((sum, count) => sum + Number(count ?? 0), 0) === 40;
  };
  await eventually('all are counted', done);
});

test('a result that another one has written is told as it lies there', async () => {
  const rig = await workRig();
  const shot = await storePicture(rig, SAMPLE_JPEG);
  const id = await addJob(rig.catalog, shot.id, [{ flip: {} }]);
  const key = derivedKey({ image: shot.id, job: id, extension: 'jpg' });
  const image = { type: 'image/jpeg', width: 1, height: 2, bytes: 3, sha256: 'c'.repeat(64) };
  const describe = () => JSON.stringify({ image });
  await rig.bucket.putIfAbsent(key, Buffer.from('abc'), { contentType: 'image/jpeg', describe });
  await startedWorker(rig.setup);
  expect((await ended(rig.catalog, id)).result).toEqual({ key, ...image });
});

test('one that is stopped finishes what it has in hand, and leaves the rest to others', async () => {
  const rig = await workRig();
  const shot = await storePicture(rig, SAMPLE_JPEG);
  const ids = await Promise.all(Array.from({ length: 60 }, () => addJob(rig.catalog, shot.id, [{ flip: {} }])));
  const { worker } = await startedWorker(rig.setup);
  await eventually('it works', async () => (await rig.jobs.counts()).done > 0);
  await worker.stop();
  const counts = await rig.jobs.counts();
  expect(counts).toMatchObject({ active: 0, failed: 0 });
  expect(counts.done + counts.queued).toBe(60);
  await startedWorker(rig.setup);
  for (const id of ids) expect(await ended(rig.catalog, id)).toMatchObject({ state: 'done', attempts: 1 });
});

test('while the bucket is away jobs wait, without being tried, and are done when it is back', async () => {
  const rig = await workRig();
  const shot = await storePicture(rig, SAMPLE_JPEG);
  const { worker, lines } = await startedWorker(rig.setup);
  const folder = join(rig.folder, 'bucket');
  renameSync(folder, join(rig.folder, 'elsewhere'));
  const id = await addJob(rig.catalog, shot.id, [{ flip: {} }], 1);
  await eventually('it is not ready', () => !worker.ready().ready);
  await eventually('it has been back', async () => (await rig.jobs.get(id))?.state === 'queued');
  renameSync(join(rig.folder, 'elsewhere'), folder);
  expect(await ended(rig.catalog, id)).toMatchObject({ state: 'done', attempts: 1 });
  await eventually('it is ready', () => worker.ready().ready);
  expect(lines.filter(({ level }) => level >= 50).map(({ msg }) => msg)).toEqual([
    expect.stringContaining('jobs wait'),
  ]);
  expect(lines.filter(({ msg }) => msg === 'jobs are done again')).toHaveLength(1);
});

test('of an image that is removed while it is worked on nothing is left', async () => {
  const rig = await workRig();
  const shot = await storePicture(rig, SAMPLE_JPEG);
  const id = await addJob(rig.catalog, shot.id, [{ flip: {} }]);
  const operator = openOperator(operationsSchema.parse({}));
  const apply: Operator['apply'] = async (image, operations) => {
    await rig.bucket.remove(shot.key);
    return operator.apply(image, operations);
  };
  const tools = { ...rig, operator: { apply }, maxOperations: 9, turns: new Turns({ atOnce: 1 }) };
  const job = await eventually('the job', () => rig.jobs.take('worker', { leaseSeconds: 60 }));
  expect(job.id).toBe(id);
  await expect(doJob(job, tools)).rejects.toMatchObject({ name: 'BadInputError', reason: 'image' });
  for await (const { key } of rig.bucket.list('')) throw new Error(`${key} was kept`);
});
