import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Description } from '@vedette/core/message';
import { eventually, hasPrograms, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { keysIn } from './support/bucket.ts';
import { up } from './support/up.ts';
import { vedette } from './support/vedette.ts';

const run = promisify(execFile);

const SIM = ['--source', 'sim:people=2,fps=10,frames=60', '--select', 'every'];
const NOT_SHOWN = ['--set', 'faceDetector.privacy.face=none'];

test.skipIf(!hasPrograms('mosquitto_sub'))(
  'of faces that are not shown, every tool has the description, and each is one object (needs mosquitto_sub)',
  async () => {
    const cwd = temporaryFolder();
    const tool = async (args: readonly string[], stdin = '') => {
      const running = vedette(args, { cwd });
      running.stdin.end(stdin);
      const { code, stdout, stderr } = await running.exit;
      expect(code, stderr).toBe(0);
      return stdout.trim().split('\n');
    };
    const running = await up([...SIM, ...NOT_SHOWN], cwd);
    const sub = ['-p', running.edgePort, '-W', '30', '-C', '2', '-F', '%x', '-t', 'vedette/+/+/+/shot'];
    const { stdout: hex } = await run('mosquitto_sub', sub);
    const decoded = (await tool(['decode'], hex)).map((line): Description => JSON.parse(line));
    expect(decoded).toHaveLength(2);
    for (const shot of decoded) {
      expect(shot).toMatchObject({ kind: 'face', redaction: { face: 'none' } });
      expect(shot).not.toHaveProperty('image');
    }

    const [, shots] = await running.says(/"shots":(\d+).*the source is spent/, 60_000);
    const keys = () => keysIn(join(cwd, 'data/bucket'));
    await eventually('all are stored', () => keys().length === Number(shots));
    expect(await tool(['ls', 'face/'])).toHaveLength(Number(shots));
    expect(await tool(['ls', '--all'])).toHaveLength(Number(shots));
    const [key = ''] = keys();
    const stored = JSON.parse((await tool(['get', key])).join(''));
    expect(stored).toMatchObject({ key, redaction: { face: 'none' }, storedAt: expect.any(Number) });

    const inBucket = async () => {
      const rows = (await tool(['report', '--json'])).map((line) => JSON.parse(line));
      return rows.reduce((sum, row) => sum + (row.inBucket ?? 0), 0);
    };
    await eventually('the books close with all of them', async () => (await inBucket()) === Number(shots));

    const tailed = tool(['tail', '--broker', `mqtt://127.0.0.1:${running.edgePort}`, '--count', '1']);
    const to = ['--to', `mqtt://127.0.0.1:${running.edgePort}`, '--rate', '20'];
    const [replayed = ''] = await tool(['replay', ...to]);
    expect(JSON.parse(replayed)).toMatchObject({
      read: Number(shots),
      skipped: 0,
      duplicates: Number(shots),
      waiting: 0,
    });
    expect(keys()).toHaveLength(Number(shots));
    expect(JSON.parse((await tailed)[0] ?? '')).toMatchObject({ redaction: { face: 'none' } });
  },
  120_000,
);
