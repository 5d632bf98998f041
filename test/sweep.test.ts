import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { imagesIn } from './support/bucket.ts';
import { FREE_PORTS } from './support/up.ts';
import { vedette } from './support/vedette.ts';

test('sweep shows what is due, asks where it is most, and removes it when it is told to', async () => {
  const cwd = temporaryFolder();
  const source = 'sim:frames=20';
  const up = await vedette(['up', '--until-done', '--source', source, '--select', 'every', ...FREE_PORTS], { cwd })
    .exit;
  const { stored } = JSON.parse(up.stdout);
  const bucket = join(cwd, 'data/bucket');
  const sweep = async (...flags: string[]) => vedette(['sweep', ...flags], { cwd }).exit;
  expect(await sweep()).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('no rules of retention'),
  });

  writeFileSync(join(cwd, 'vedette.yaml'), 'retention:\n  - { label: cat, days: 1 }\n  - { kind: face, bytes: 0 }\n');
  const dry = await sweep('--dry-run');
  expect(JSON.parse(dry.stdout)).toMatchObject({ shots: stored, putAside: 0, asks: true, dryRun: true });
  expect(dry.stderr).toMatch(
    new RegExp(`\\{"label":"cat","days":1\\} +0 .*\\n\\{"kind":"face","bytes":0\\} +${stored} `),
  );
  const asked = await sweep();
  expect(asked).toMatchObject({ code: 1, stdout: '' });
  expect(asked.stderr).toContain(`nothing is removed: ${stored} of all ${stored} shots`);
  expect(imagesIn(bucket)).toHaveLength(stored);
  const done = await sweep('--yes');
  expect(done.code, done.stderr).toBe(0);
  expect(JSON.parse(done.stdout)).toMatchObject({ shots: stored, putAside: 0 });
  expect(imagesIn(bucket)).toEqual([]);
  expect(await vedette(['report'], { cwd }).exit).toMatchObject({
    ...{ code: 0, stdout: expect.stringContaining(`${stored} forgotten`) },
  });
}, 120_000);
