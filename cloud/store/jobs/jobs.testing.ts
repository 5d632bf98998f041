import { randomUUID } from 'node:crypto';
import { nowMicros } from '@vedette/core/message';
import { eventually } from '@vedette/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Catalog } from '../catalog/catalog.ts';
import type { JobResult, NewJob, TakenJob } from './job.ts';
import type { JobQueue } from './job-queue.ts';

const LONG = { leaseSeconds: 3_600 };
const NO_LEASE = { leaseSeconds: 0 };
const ROOM = { maxQueued: 1_000 };
const RESULT: JobResult = {
  ...{ key: 'derived/x/y.png', type: 'image/png', width: 3, height: 2, bytes: 70, sha256: 'a'.repeat(64) },
};

function jobOf(more: Partial<NewJob> = {}): NewJob {
  return { id: randomUUID(), image: 'some image', operations: [{ grayscale: {} }], ...more };
}

/** What a queue of jobs does in every kind of catalog; `fresh` names a place where there is none yet. */
export function jobsContract(name: string, fresh: () => Promise<{ open(): Promise<Catalog> }>) {
  const two = async () => {
    const place = await fresh();
    const catalogs = [await place.open(), await place.open()] as const;
    for (const catalog of catalogs) onTestFinished(() => catalog.close());
    return [catalogs[0].jobs, catalogs[1].jobs] as const;
  };
  const withJobs = async (count: number, more: Partial<NewJob> = {}) => {
    const [one, other] = await two();
    const jobs = Array.from({ length: count }, (_, i) => jobOf({ image: `image ${i}`, ...more }));
    for (const job of jobs) expect(await one.add(job, ROOM)).toBe('added');
    return { one, other, jobs, ids: jobs.map(({ id }) => id) };
  };
  const taken = async (queue: JobQueue, lease = LONG, worker = 'worker'): Promise<TakenJob> =>
    eventually('a job', () => queue.take(worker, lease));

  describe(`jobs in ${name}`, () => {
    test('a job goes through its states, with what is known of it', async () => {
      const { one, other, jobs } = await withJobs(1);
      const [job = jobOf()] = jobs;
      const before = await other.get(job.id);
      expect(before).toEqual({
        ...{ ...job, maxAttempts: 3, state: 'queued', attempts: 0 },
        createdAt: expect.any(Number),
      });
      expect(Math.abs((before?.createdAt ?? 0) - nowMicros())).toBeLessThan(60_000_000);
      const active = await taken(other);
      expect(active).toEqual({
        ...{ ...before, state: 'active', attempts: 1, worker: 'worker' },
        startedAt: expect.any(Number),
      });
      expect(await one.get(job.id)).toEqual(active);
      expect(await other.done(active, RESULT)).toBe(true);
      expect(await one.get(job.id)).toEqual({ ...active, state: 'done', doneAt: expect.any(Number), result: RESULT });
      expect(await one.take('another', LONG)).toBeUndefined();
      expect(await one.counts()).toEqual({ queued: 0, active: 0, done: 1, failed: 0 });
    });

    test('to add it twice adds it once', async () => {
      const { one, other, jobs } = await withJobs(1);
      const [job = jobOf()] = jobs;
      expect(await other.add({ ...job, image: 'another' }, ROOM)).toBe('present');
      expect(await one.counts()).toMatchObject({ queued: 1 });
      await one.done(await taken(one), RESULT);
      expect(await other.add(job, { maxQueued: 1 })).toBe('present');
      expect(await other.take('worker', LONG)).toBeUndefined();
    });

    test('those that wait are taken in their order, each by one of many workers', async () => {
      const { one, other, ids } = await withJobs(20);
      const first = await taken(other);
      expect(first.id).toBe(ids[0]);
      const all = await Promise.all(
        Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? one : other).take(`no. ${i}`, LONG)),
      );
      const got = all.flatMap((job) => (job ? [job.id] : []));
      expect([first.id, ...got].sort()).toEqual(ids.toSorted());
    });

    test('a queue that is full takes no more, and says how many wait', async () => {
      const { one, jobs } = await withJobs(3);
      const full = { name: 'QueueFullError', queued: 3, message: expect.stringContaining('3 jobs wait') };
      const next = jobOf();
      await expect(one.add(next, { maxQueued: 3 })).rejects.toMatchObject(full);
      expect(await one.get(next.id)).toBeUndefined();
      expect(await one.add(jobs[0] ?? next, { maxQueued: 3 })).toBe('present');
      await taken(one);
      expect(await one.add(next, { maxQueued: 3 })).toBe('added');
    });

    test('a job whose worker is not heard of goes to another one, and what the first says then counts for nothing', async () => {
      const { one, other, ids } = await withJobs(1);
      const first = await taken(one, NO_LEASE, 'first');
      const second = await taken(other, LONG, 'second');
      expect(second).toMatchObject({
        id: ids[0],
        attempts: 2,
        worker: 'second',
        error: expect.stringContaining('died'),
      });
      expect(await one.extend(first, LONG)).toBe(false);
      expect(await one.done(first, { ...RESULT, key: 'another' })).toBe(false);
      expect(await one.fail(first, 'no', { retry: true })).toBe(false);
      expect(await one.giveBack(first)).toBe(false);
      expect(await other.done(second, RESULT)).toBe(true);
      expect(await one.get(first.id)).toMatchObject({ state: 'done', result: RESULT });
    });

    test('who holds it for longer keeps it, and who is late may still be the first to be done', async () => {
      const { one, other } = await withJobs(1);
      const first = await taken(one, NO_LEASE);
      expect(await one.extend(first, LONG)).toBe(true);
      expect(await other.take('other', LONG)).toBeUndefined();
      expect(await one.extend(first, NO_LEASE)).toBe(true);
      expect(await one.done(first, RESULT)).toBe(true);
      expect(await other.take('other', LONG)).toBeUndefined();
    });

    test('a job that kills its workers has failed in the end', async () => {
      const { one, other, ids } = await withJobs(1, { maxAttempts: 2 });
      await taken(one, NO_LEASE);
      expect(await taken(other, NO_LEASE)).toMatchObject({ attempts: 2 });
      const failed = await eventually('it has failed', async () => {
        expect(await one.take('third', LONG)).toBeUndefined();
        const job = await one.get(ids[0] ?? '');
        return job?.state === 'failed' && job;
      });
      expect(failed).toMatchObject({
        error: 'each of 2 workers died of it, or was stopped',
        doneAt: expect.any(Number),
      });
    });

    test('what failed by what may pass is tried again, as often as it may be', async () => {
      const { one, other, ids } = await withJobs(1, { maxAttempts: 2 });
      expect(await one.fail(await taken(one), 'the bucket is away', { retry: true })).toBe(true);
      expect(await one.get(ids[0] ?? '')).toMatchObject({ state: 'queued', error: 'the bucket is away' });
      expect(await other.fail(await taken(other), 'away \0 again', { retry: true })).toBe(true);
      expect(await one.get(ids[0] ?? '')).toMatchObject({ state: 'failed', attempts: 2, error: 'away \0 again' });
      expect(await one.take('worker', LONG)).toBeUndefined();
    });

    test('what cannot be done is not tried again; what is given back does not count as tried', async () => {
      const { one, other, ids } = await withJobs(1, { maxAttempts: 1 });
      expect(await one.giveBack(await taken(one))).toBe(true);
      const again = await taken(other);
      expect(again.attempts).toBe(1);
      expect(await other.fail(again, 'no picture', { retry: false })).toBe(true);
      expect(await one.get(ids[0] ?? '')).toMatchObject({ state: 'failed', error: 'no picture' });
    });

    test('what is done after a failure says nothing of it', async () => {
      const { one, ids } = await withJobs(1);
      await one.fail(await taken(one), 'away', { retry: true });
      await one.done(await taken(one), RESULT);
      expect(await one.get(ids[0] ?? '')).not.toHaveProperty('error');
    });

    test('a list has the newest first, page by page, of an image or in a state', async () => {
      const { one, other, ids } = await withJobs(5);
      await one.done(await taken(one), RESULT);
      const newest = ids.toReversed();
      const page = await other.list({ limit: 3 });
      const rest = await other.list({ limit: 3, cursor: page.next });
      expect([...page.items, ...rest.items].map(({ id }) => id).sort()).toEqual(newest.toSorted());
      expect(rest.next).toBeUndefined();
      const times = [...page.items, ...rest.items].map(({ createdAt }) => createdAt);
      expect(times).toEqual(times.toSorted((a, b) => b - a));
      expect((await other.list({ state: 'done' })).items.map(({ id }) => id)).toEqual([ids[0]]);
      expect((await other.list({ image: 'image 3' })).items.map(({ id }) => id)).toEqual([ids[3]]);
      expect((await other.list({ image: 'image 3', state: 'done' })).items).toEqual([]);
    });

    test('who follows what changes is told each end, once', async () => {
      const { one, other } = await withJobs(2);
      let { next } = await other.changes();
      const heard: string[] = [];
      const listen = async () => {
        const page = await other.changes(next);
        next = page.next;
        heard.push(...page.items.filter(({ state }) => state === 'done').map(({ id }) => id));
        return heard.length;
      };
      const ended: string[] = [];
      for (let count = 1; count <= 2; count++) {
        const job = await taken(one);
        await one.done(job, RESULT);
        ended.push(job.id);
        await eventually('it is told', async () => (await listen()) === count);
      }
      await listen();
      expect(heard).toEqual(ended);
    });

    test('what ended before a time is forgotten, and nothing else', async () => {
      const { one, other, ids } = await withJobs(3);
      await one.done(await taken(one), RESULT);
      await one.fail(await taken(one), 'no', { retry: false });
      expect(await other.trim(nowMicros() - 3_600_000_000)).toBe(0);
      expect(await other.trim(nowMicros() + 3_600_000_000)).toBe(2);
      expect((await one.list()).items.map(({ id }) => id)).toEqual([ids[2]]);
    });

    test('of an image that is forgotten no job is left, not even one that a worker has', async () => {
      const { one, other, ids } = await withJobs(3, { image: 'erased' });
      await other.add(jobOf({ image: 'another' }), ROOM);
      await one.done(await taken(one), RESULT);
      const inWork = await taken(one);
      expect(await other.forget(['erased', 'unknown'])).toBe(3);
      expect(await one.done(inWork, RESULT)).toBe(false);
      for (const id of ids) expect(await one.get(id)).toBeUndefined();
      expect(await taken(one)).toMatchObject({ image: 'another' });
      expect(await one.take('worker', LONG)).toBeUndefined();
    });

    test('what is no job, and no question, is refused', async () => {
      const [one] = await two();
      const bad = (reason: string) => ({ name: 'BadInputError', reason });
      for (const more of [{ id: 'x' }, { image: '' }, { maxAttempts: 0 }, { operations: [1n] }] as Partial<NewJob>[]) {
        await expect(one.add(jobOf(more), ROOM)).rejects.toMatchObject(bad('job'));
      }
      await expect(one.list({ limit: 0 })).rejects.toMatchObject(bad('query'));
      await expect(one.list({ state: 'lost' as 'done' })).rejects.toMatchObject(bad('query'));
      await expect(one.list({ cursor: 'x' })).rejects.toMatchObject(bad('cursor'));
      await expect(one.changes('x')).rejects.toMatchObject(bad('cursor'));
      expect(await one.get('no id \0')).toBeUndefined();
    });
  });
}
