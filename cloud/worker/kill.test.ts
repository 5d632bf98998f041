import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { killAfter } from '@vedette/core/testing';
import { POSTGRES_ABSENT, postgres } from '@vedette/store/testing';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { addJob, ended, startedWorker, storePicture, workRig } from './worker.testing.ts';

const CHILD = fileURLToPath(new URL('./dist/work-until-killed.testing.js', import.meta.url));
/** In the suite; more of them with VEDETTE_KILL_ROUNDS. */
const ROUNDS = Number(process.env['VEDETTE_KILL_ROUNDS'] ?? 2);
const JOBS = 50;
const MOST_MS = 100;

/** Two workers at a time are killed with jobs in hand; in the end each job is done, and has one result. */
async function expectKillsToDoNoHarm(catalogUrl?: string): Promise<void> {
  const rig = await workRig(catalogUrl);
  const picture = sharp({ create: { width: 900, height: 700, channels: 3, background: '#806040' } });
  const shot = await storePicture(rig, await picture.jpeg().toBuffer());
  const ids: string[] = [];
  for (let i = 0; i < JOBS; i++) {
    ids.push(await addJob(rig.catalog, shot.id, [{ rotate: { degrees: i } }, { blur: { sigma: 9 } }], 100));
  }
  for (let round = 0; round < ROUNDS; round++) {
    const kill = () =>
      killAfter(CHILD, [rig.setup.bucketUrl, rig.setup.catalogUrl], { lines: 1, ms: Math.random() * MOST_MS });
    await Promise.all([kill(), kill()]);
  }
  expect((await rig.jobs.counts()).active).toBeGreaterThan(0); // what died with them
  await startedWorker(rig.setup);
  let attempts = 0;
  for (const id of ids) {
    const job = await ended(rig.catalog, id, 60_000);
    expect(job.state).toBe('done');
    const { key = '', sha256 } = job.result ?? {};
    const stored = (await rig.bucket.get(key)) ?? Buffer.alloc(0);
    expect(createHash('sha256').update(stored).digest('hex')).toBe(sha256);
    attempts += job.attempts;
  }
  expect(attempts).toBeGreaterThan(JOBS);
  const kept: string[] = [];
  for await (const { key } of rig.bucket.list('derived/')) kept.push(key);
  expect(kept.filter((key) => !key.endsWith('.json'))).toHaveLength(JOBS);
}

test('workers that are killed in the middle of jobs: others do them, once (libsql)', async () => {
  await expectKillsToDoNoHarm();
}, 120_000);

describe.skipIf(POSTGRES_ABSENT)(`PostgreSQL with pg-boss${POSTGRES_ABSENT}`, () => {
  const server = postgres();

  test('workers that are killed in the middle of jobs: others do them, once', async () => {
    await expectKillsToDoNoHarm(server.urlOf(await server.newDatabase()));
  }, 120_000);
});
