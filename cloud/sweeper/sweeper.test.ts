import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { describeShot, nowMicros } from '@vedette/core/message';
import { eventually, loggedContext, sampleShot, temporaryFolder } from '@vedette/core/testing';
import { type CatalogEntry, openBucket, openCatalog, shotKey } from '@vedette/store';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type SweeperSetup, startSweeper } from './start-sweeper.ts';

const DAY = 86_400_000_000;
const OLD = nowMicros() - 8 * DAY;

/** A bucket and its catalog with so many shots of eight days ago, and so many of today. */
async function rig(old: number, fresh: number) {
  const folder = temporaryFolder();
  const [bucketUrl, catalogUrl] = [`file:${join(folder, 'bucket')}`, `file:${join(folder, 'catalog.db')}`];
  const bucket = await openBucket(bucketUrl);
  const catalog = await openCatalog(catalogUrl);
  onTestFinished(async () => void (await Promise.all([bucket.close(), catalog.close()])));
  const times = [...Array(old).fill(OLD), ...Array(fresh).fill(nowMicros())];
  await Promise.all(
    times.map(async (at, seq) => {
      const shot = sampleShot({ at, seq });
      const entry: CatalogEntry = { ...describeShot(shot), key: shotKey(shot), storedAt: at };
      await bucket.putIfAbsent(entry.key, shot.image.data, {
        contentType: 'image/jpeg',
        describe: () => JSON.stringify(entry),
      });
      await catalog.add(entry);
    }),
  );
  const rules = [{ days: 7 }];
  const setup: SweeperSetup = {
    ...{ bucketUrl, catalogUrl, rules, template: { text: '{id}.{ext}' }, everyMs: 3_600_000, lifecycle: false },
  };
  return { bucket, catalog, setup, shots: async () => (await catalog.shots({ limit: 1_000 })).items.length };
}

async function started(setup: SweeperSetup) {
  const context = loggedContext('debug');
  const sweeper = await startSweeper(setup, context);
  onTestFinished(() => sweeper.stop());
  const metric = async (name: string) =>
    (await context.metrics.metrics()).match(new RegExp(`^${name} (.*)$`, 'm'))?.[1];
  return { sweeper, lines: context.lines, metric };
}

test('what has had its time goes at once, is counted and told', async () => {
  const { bucket, setup, shots } = await rig(3, 4);
  const { lines, metric } = await started(setup);
  await eventually('it is swept', async () => (await shots()) === 4);
  const line = await eventually('it is told', () => lines.find(({ msg }) => msg.includes('had its time')));
  expect(line).toMatchObject({ shots: 3, putAside: 0 });
  expect(await metric('vedette_sweeper_removed_shots_total')).toBe('3');
  expect(await metric('vedette_sweeper_sweeps_total{outcome="done"}')).toBe('1');
  for await (const { key } of bucket.list(''))
    expect(key).not.toContain(new Date(OLD / 1_000).toISOString().slice(0, 10));
});

test('more than half waits for a person, is told once, and the service stays ready', async () => {
  const { setup, shots } = await rig(4, 3);
  const { sweeper, lines, metric } = await started({ ...setup, everyMs: 10 });
  await eventually(
    'it has looked again',
    async () => Number(await metric('vedette_sweeper_sweeps_total{outcome="stopped"}')) > 3,
  );
  expect(lines.filter(({ level }) => level >= 50).map(({ msg }) => msg)).toEqual([
    expect.stringMatching(/^nothing is removed: 4 of all 7 shots .* `vedette sweep --yes`$/),
  ]);
  expect(await metric('vedette_sweeper_stopped')).toBe('1');
  expect([sweeper.ready(), await shots()]).toEqual([{ ready: true }, 7]);
});

test('of two sweepers one sweeps, and the other when that one stops', async () => {
  const { setup, shots } = await rig(1, 2);
  const first = await started(setup);
  await eventually('it is swept', async () => (await shots()) === 2);
  const second = await started({ ...setup, everyMs: 50 });
  const sweeps = () => second.metric('vedette_sweeper_sweeps_total{outcome="done"}');
  await eventually('the second has asked', () => second.lines.some(({ msg }) => msg === 'another one sweeps'));
  expect(await sweeps()).toBeUndefined();
  await first.sweeper.stop();
  await eventually('the second sweeps', sweeps);
});

test('a bucket that is away is told once, and swept when it is back', async () => {
  const { catalog, setup, shots } = await rig(0, 2);
  const { lines, metric } = await started({ ...setup, everyMs: 10 });
  const folder = setup.bucketUrl.slice('file:'.length);
  renameSync(folder, `${folder}.away`);
  const shot = sampleShot({ at: OLD });
  await catalog.add({ ...describeShot(shot), key: shotKey(shot), storedAt: OLD });
  const failed = () => metric('vedette_sweeper_sweeps_total{outcome="failed"}');
  await eventually('it has failed again', async () => Number(await failed()) > 2);
  renameSync(`${folder}.away`, folder);
  await eventually('it is swept', async () => (await shots()) === 2);
  expect(lines.filter(({ level }) => level >= 40).map(({ msg }) => msg)).toEqual([
    expect.stringMatching(/^a sweep failed, .*cannot remove from the bucket/),
  ]);
});

test('where the clock was set a sweep is left out, and told', async () => {
  const { catalog, setup, shots } = await rig(0, 3);
  const { lines, metric } = await started({ ...setup, everyMs: 10 });
  await eventually('it has swept', () => metric('vedette_sweeper_sweeps_total{outcome="done"}'));
  const now = Date.now.bind(Date);
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + 6.9 * 86_400_000);
  onTestFinished(() => clock.mockRestore());
  const left = await eventually('one is left out', () => metric('vedette_sweeper_sweeps_total{outcome="clock"}'));
  expect(left).toBe('1');
  expect(lines.filter(({ level }) => level >= 40).map(({ msg }) => msg)).toEqual([
    expect.stringMatching(/was set forward by 9936 minutes.*nothing is removed/),
  ]);
  expect([await shots(), await catalog.forgotten()]).toEqual([3, []]);
});
