import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeShot } from '@vedette/core/message';
import { eventually, sampleShot, temporaryFolder } from '@vedette/core/testing';
import { openBucket } from '@vedette/store';
import { expect, onTestFinished, test } from 'vitest';
import { FREE_PORTS, up } from './support/up.ts';
import { vedette } from './support/vedette.ts';

test('decode prints what it can read before a message that is cut off', async () => {
  const cwd = temporaryFolder();
  const shots = [0, 1, 2].map((seq) => encodeShot(sampleShot({ seq })));
  const decode = vedette(['decode'], { cwd });
  decode.stdin.end(Buffer.concat(shots).subarray(0, -10));
  const exit = await decode.exit;
  expect(exit.code).toBe(1);
  expect(exit.stdout.trim().split('\n')).toHaveLength(2);
});

test('decode says what is no shot, and fails', async () => {
  const decode = vedette(['decode'], { cwd: temporaryFolder() });
  decode.stdin.end('81a17601\n');
  const exit = await decode.exit;
  expect(exit).toMatchObject({ code: 1, stdout: '' });
  expect(exit.stderr).toContain('not a shot');
});

test('tail, ls and get: from a live shot to its bytes', async () => {
  const cwd = temporaryFolder();
  const running = await up(['--source', 'sim:fps=10', '--select', 'every'], cwd);
  const url = `mqtt://127.0.0.1:${running.edgePort}`;
  const tailed = await vedette(['tail', '--broker', url, '--count', '2'], { cwd }).exit;
  expect(tailed.code, tailed.stderr).toBe(0);
  const [shot] = tailed.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

  const key = await eventually('the shot in ls', async () => {
    const listed = await vedette(['ls', '--json', 'face/'], { cwd }).exit;
    return listed.stdout.split('\n').find((line) => line.includes(shot.id));
  }).then((line) => JSON.parse(line).key as string);
  const got = await vedette(['get', key, '-o', 'shot.jpg'], { cwd }).exit;
  expect(got.code, got.stderr).toBe(0);
  expect(readFileSync(join(cwd, 'shot.jpg'))).toHaveLength(shot.image.bytes);

  const missing = await vedette(['get', 'face/none.jpg'], { cwd }).exit;
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain('face/none.jpg');
});

test('tail ends at the first Ctrl-C, also where there is no broker', async () => {
  const running = vedette(['tail', '--broker', 'mqtt://127.0.0.1:9'], { cwd: temporaryFolder() });
  await running.says(/no connection/);
  running.kill('SIGINT');
  expect((await running.exit).code).toBe(0);
});

test('wrong arguments are code 2 and one line; a file that cannot be written is code 1 and one line', async () => {
  const cwd = temporaryFolder();
  const broker = await vedette(['tail', '--broker', 'nonsense'], { cwd }).exit;
  expect(broker.code).toBe(2);
  expect(broker.stderr).toContain('mqtt://HOST:PORT');
  expect((await vedette(['ls'], { cwd }).exit).code).toBe(1);
  await vedette(['up', '--until-done', '--source', 'sim:frames=1', ...FREE_PORTS], { cwd }).exit;
  const get = await vedette(['get', 'nothing', '-o', '/nowhere/x'], { cwd }).exit;
  expect(get).toMatchObject({ code: 1, stdout: '' });
  expect(get.stderr.trim().split('\n')).toHaveLength(1);
});

test('ls writes nothing to a terminal that it would obey, whoever named it', async () => {
  const cwd = temporaryFolder();
  const bucket = await openBucket(`file:${cwd}/data/bucket`);
  onTestFinished(() => bucket.close());
  const said = { reason: 'schema', detail: 'no \u001b[2K\nshot\u009b1A' };
  const options = { contentType: 'application/octet-stream', describe: () => JSON.stringify(said) };
  await bucket.putIfAbsent('dead-letters/a\u001b]0;b\n.bin', Buffer.from('a'), options);
  const { stdout } = await vedette(['ls'], { cwd }).exit;
  expect(stdout).toMatch(
    / dead-letters\/a\\u\{1b\}\]0;b\\u\{a\}\.bin schema: no \\u\{1b\}\[2K\\u\{a\}shot\\u\{9b\}1A\n$/,
  );
  expect(stdout.match(/\p{Cc}/gu)).toEqual(['\n']);
});

test('what is not there is said, and what may be wrong with the question', async () => {
  const cwd = temporaryFolder();
  const said = async (...args: string[]) => {
    const { code, stdout, stderr } = await vedette(args, { cwd }).exit;
    expect(stdout).toBe('');
    return `${code} ${stderr}`;
  };
  expect(await said('ls')).toMatch(/^1 vedette: there is no bucket \/.*\/data\/bucket; the image sink makes it/);
  const bucket = await openBucket(`file:${cwd}/data/bucket`);
  onTestFinished(() => bucket.close());
  expect(await said('ls')).toMatch(/^0 vedette: nothing in file:/);
  await bucket.putIfAbsent('a.jpg', Buffer.from('a'), { contentType: 'image/jpeg', describe: () => '{}' });
  expect(await said('ls', 'b/')).toMatch(/^0 vedette: no key that begins with b\/ in file:/);
  expect(await said('ls', 'a.jpg.')).toContain('but those of descriptions, which --all shows');
  const id = '019aa3c5-1f7b-7abc-8def-0123456789ab';
  for (const command of ['ls', 'get']) expect(await said(command, id)).toMatch(`1 vedette: no shot ${id} in file:`);
  expect(await said('get', 'a.jpg', '--link', '60')).toContain('is a folder, which serves nothing');
  expect(await said('get', 'a.jpg', '--link', '604801')).toContain('604800 at most, which is a week');
  const rules = 'retention=[{"days":1}]';
  expect(await said('sweep', '--dry-run', '--set', rules)).toMatch(/^1 vedette: there is no catalog .*vedette reindex/);
});
