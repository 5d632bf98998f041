import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { imagesIn } from './support/bucket.ts';
import { FREE_PORTS, up } from './support/up.ts';
import { vedette } from './support/vedette.ts';

const SEED = ['--set', 'imageSink.key=seed'];
const BY_CAMERA = ['--set', 'imageSink.key={camera}/{date}/{time}-{id}.{ext}'];
const SEED_KEY = /^([0-9a-f-]{36})-\d{8}T\d{6}\.\d{6}Z\.jpg$/;

async function tool(args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await vedette(args, { cwd }).exit;
  expect(code, stderr).toBe(0);
  return stdout;
}

/** A bucket of twenty frames' shots in the layout `seed`; the folder that everything is in. */
async function seedLayout() {
  const cwd = temporaryFolder();
  await tool(['up', '--until-done', '--source', 'sim:frames=20', ...SEED, ...FREE_PORTS], cwd);
  const images = imagesIn(join(cwd, 'data/bucket'));
  expect(images.length).toBeGreaterThan(0);
  return { cwd, images };
}

test('in a layout of your own, each tool finds what it looks for', async () => {
  const { cwd, images } = await seedLayout();
  const [first = ''] = images;
  const id = SEED_KEY.exec(first)?.[1] ?? '';
  expect(images.every((key) => SEED_KEY.test(key))).toBe(true);
  expect((await tool(['ls'], cwd)).trim().split('\n')).toHaveLength(images.length);

  const found = async () => {
    await tool(['get', id, '-o', 'shot.jpg'], cwd);
    expect(readFileSync(join(cwd, 'shot.jpg'))).toEqual(readFileSync(join(cwd, 'data/bucket', first)));
    expect(JSON.parse(await tool(['get', `${id}.json`], cwd))).toMatchObject({ id, key: first });
    expect(await tool(['ls', id], cwd)).toContain(first);
  };
  const inBucket = async () => {
    const rows = (await tool(['report', '--json', ...SEED], cwd)).trim().split('\n');
    return rows.reduce((sum, row) => sum + (JSON.parse(row).inBucket ?? 0), 0);
  };
  await found();
  expect(await inBucket()).toBe(images.length);
  rmSync(join(cwd, 'data/catalog.db'));
  await found();
  expect(await inBucket()).toBe(0); // and it says that there is no catalog
  expect(JSON.parse(await tool(['reindex'], cwd))).toMatchObject({ objects: images.length, added: images.length });
  expect(await inBucket()).toBe(images.length);
}, 120_000);

test('what is sent again after the layout was changed is not stored twice', async () => {
  const { cwd, images } = await seedLayout();
  const running = await up(['--source', 'sim:fps=10', ...BY_CAMERA], cwd);
  const byCamera = () => imagesIn(join(cwd, 'data/bucket')).filter((key) => key.includes('/'));
  await eventually('a shot in the new layout', () => byCamera().length > 0);
  const to = `mqtt://127.0.0.1:${running.edgePort}`;
  const counts = JSON.parse(
    await tool(['replay', `file:${join(cwd, 'data/bucket')}`, '--to', to, '--rate', '200'], cwd),
  );
  expect(counts.duplicates).toBeGreaterThanOrEqual(images.length);
  for (const key of images) expect(byCamera().join()).not.toContain(SEED_KEY.exec(key)?.[1]);
  expect(imagesIn(join(cwd, 'data/bucket'))).toEqual(expect.arrayContaining(images));
}, 120_000);

test('a template that is none is refused before anything starts, and it says where', async () => {
  const flags = ['--set', 'imageSink.key={site}/{divice}-{id}.{ext}'];
  const { code, stderr } = await vedette(['up', ...flags], { cwd: temporaryFolder() }).exit;
  expect(code).toBe(2);
  expect(stderr).toContain('imageSink.key');
  expect(stderr).toContain('at character 8: there is no {divice}; there are {kind} {label}');
});

test('what was put aside is listed with its reason', async () => {
  const cwd = temporaryFolder();
  const running = await up(['--source', 'sim:fps=1', '--set', 'imageSink.maxPixels=10'], cwd);
  await running.says(/put aside/);
  const [line = ''] = (await tool(['ls', 'invalid/'], cwd)).trim().split('\n');
  expect(line).toMatch(/ invalid\/too-many-pixels\/dt=\S+\.jpg too-many-pixels: \d+x\d+ are more than 10 pixels$/);
  const [json = ''] = (await tool(['ls', 'invalid/', '--json'], cwd)).trim().split('\n');
  expect(JSON.parse(json)).toMatchObject({ reason: 'too-many-pixels', detail: expect.any(String) });
});
