import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { FREE_PORTS, up } from './support/up.ts';
import { vedette } from './support/vedette.ts';

const PACKS = ['--set', 'imageSink.packs.maxSeconds=1'];

async function tool(args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await vedette(args, { cwd }).exit;
  expect(code, stderr).toBe(0);
  return stdout;
}

test('over packs each tool does what it does over single objects, and needs no option for it', async () => {
  const cwd = temporaryFolder();
  const { stored, lost } = JSON.parse(
    await tool(['up', '--until-done', '--source', 'sim:frames=20', ...PACKS, ...FREE_PORTS], cwd),
  );
  expect(lost).toBe(0);
  const files = readdirSync(join(cwd, 'data/bucket'), { recursive: true }).map(String);
  expect(files.filter((file) => /\.(?:jpg|json)$/.test(file))).toEqual([]);

  const listed = (await tool(['ls', 'face/', '--json'], cwd)).trim().split('\n');
  const keys = listed.map((line): string => JSON.parse(line).key);
  expect(keys).toHaveLength(stored);
  const [first = ''] = keys;
  const described = JSON.parse(await tool(['get', `${first}.json`], cwd));
  expect(described.key).toBe(first);
  expect(JSON.parse(await tool(['get', `${described.id}.json`], cwd))).toEqual(described);
  await tool(['get', described.id, '-o', 'shot.jpg'], cwd);
  expect(readFileSync(join(cwd, 'shot.jpg'))).toHaveLength(described.image.bytes);

  const rows = (await tool(['report', '--json'], cwd)).trim().split('\n');
  expect(rows.reduce((sum, row) => sum + (JSON.parse(row).inBucket ?? 0), 0)).toBe(stored);
  expect(JSON.parse(await tool(['reindex'], cwd))).toMatchObject({ objects: stored, present: stored, added: 0 });
  for (const file of readdirSync(join(cwd, 'data'))) {
    if (file.startsWith('catalog.db')) rmSync(join(cwd, 'data', file));
  }
  expect(JSON.parse(await tool(['reindex'], cwd))).toMatchObject({ objects: stored, added: stored });

  const running = await up(['--source', 'sim:fps=1', ...PACKS], cwd);
  const to = `mqtt://127.0.0.1:${running.edgePort}`;
  const replayed = await tool(['replay', `file:${join(cwd, 'data/bucket')}`, '--to', to], cwd);
  expect(JSON.parse(replayed).duplicates).toBeGreaterThanOrEqual(stored);
}, 60_000);
