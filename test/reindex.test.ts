import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { openCatalog } from '@vedette/store';
import { expect, test } from 'vitest';
import { FREE_PORTS } from './support/up.ts';
import { vedette } from './support/vedette.ts';

const SKIPPED = { undescribed: 0, noShot: 0, erased: 0, twice: 0 };

test('the catalog that up has kept is made anew of the bucket alone, and follows it after a loss', async () => {
  const cwd = temporaryFolder();
  const up = await vedette(['up', '--until-done', '--source', 'sim:frames=20', ...FREE_PORTS], { cwd }).exit;
  const { stored } = JSON.parse(up.stdout);
  expect(stored).toBeGreaterThan(0);

  const reindex = async (...flags: string[]) => {
    const exit = await vedette(['reindex', ...flags], { cwd }).exit;
    expect(exit.code, exit.stderr).toBe(0);
    return JSON.parse(exit.stdout);
  };
  const shotsIn = async () => {
    const catalog = await openCatalog(`file:${join(cwd, 'data', 'catalog.db')}`, { create: false });
    const { items } = await catalog.shots({ limit: 1_000 });
    await catalog.close();
    return items;
  };
  const kept = await shotsIn();
  expect(kept).toHaveLength(stored);
  expect(await reindex()).toMatchObject({ objects: stored, present: stored, added: 0, removed: 0 });
  for (const ending of ['', '-wal', '-shm']) rmSync(join(cwd, 'data', `catalog.db${ending}`), { force: true });
  expect(await reindex()).toMatchObject({ objects: stored, present: 0, added: stored, skipped: SKIPPED, removed: 0 });
  expect(await shotsIn()).toEqual(kept);
  rmSync(join(cwd, 'data', 'bucket', 'face'), { recursive: true });
  expect(await reindex('--keep')).toMatchObject({ objects: 0, removed: 0 });
  expect(await shotsIn()).toHaveLength(stored);
  expect(await reindex()).toMatchObject({ objects: 0, removed: stored });
});

test('reindex says in one line what it cannot open', async () => {
  const cwd = temporaryFolder();
  const none = await vedette(['reindex', '--bucket', 'file:nowhere'], { cwd }).exit;
  expect(none).toMatchObject({ code: 1, stdout: '' });
  const wrong = await vedette(['reindex', '--catalog', 'mysql://u:hunter2@x/y'], { cwd }).exit;
  expect(wrong).toMatchObject({ code: 2, stdout: '' });
  expect(wrong.stderr).toContain('postgres://');
  expect(wrong.stderr).not.toContain('hunter2');
});
