import { eventually } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { hold } from './hold.ts';
import { addJob, workRig } from './worker.testing.ts';

const LEASE = { leaseSeconds: 2 };

test('a job that is held stays with its worker beyond its lease, and goes to another one when it is let go', async () => {
  const { catalog, jobs } = await workRig();
  await addJob(catalog, 'image', [{ flip: {} }]);
  const job = await eventually('the job', () => jobs.take('one', LEASE));
  const release = hold(jobs, job, LEASE.leaseSeconds);
  const begun = performance.now();
  await eventually('its lease is over', async () => {
    expect(await jobs.take('other', LEASE)).toBeUndefined();
    return performance.now() - begun > 1_500 * LEASE.leaseSeconds;
  });
  release();
  expect(await eventually('another one has it', () => jobs.take('other', LEASE))).toMatchObject({ attempts: 2 });
});
