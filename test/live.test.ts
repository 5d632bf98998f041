import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { eventually, temporaryFolder } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import { imagesIn } from './support/bucket.ts';
import { metric } from './support/metrics.ts';
import { up } from './support/up.ts';
import { vedette } from './support/vedette.ts';

/** A port that somebody else listens on. */
async function takenPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return String(typeof address === 'object' && address ? address.port : 0);
}

test('up runs until Ctrl-C, says where the objects go, stops cleanly, and starts again on the same folder', async () => {
  const cwd = temporaryFolder();
  const bucket = join(cwd, 'data/bucket');
  for (const round of [1, 2]) {
    const before = round === 1 ? 0 : imagesIn(bucket).length;
    const running = await up(['--source', 'sim:fps=20,people=2', '--select', 'every'], cwd);
    await running.says(/objects go to +.*data\/bucket/);
    await eventually('five more objects', () => imagesIn(bucket).length >= before + 5);
    running.kill('SIGINT');
    const exit = await running.exit;
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stdout).toBe('');
    expect(exit.stderr).not.toMatch(/error|warn|trace/i);
  }
});

test('every service of up answers for its health and counts', async () => {
  const { http } = await up(['--source', 'sim:fps=20', '--select', 'every'], temporaryFolder());
  await eventually('everything is ready', async () => (await fetch(`${http}/readyz`)).ok);
  expect((await fetch(`${http}/healthz`)).status).toBe(200);
  await eventually('frames are counted', async () => (await metric(http, 'vedette_detector_frames_total')) > 0);
  await eventually('shots are stored', async () => (await metric(http, 'vedette_sink_stored_total')) > 0);
});

test('a taken port: up takes a free one and says which', async () => {
  const port = await takenPort();
  const cwd = temporaryFolder();
  const args = ['up', '--edge-port', port, '--cloud-port', '0', '--http-port', port, '--source', 'sim'];
  const running = vedette(args, { cwd });
  const [, edge] = await running.says(new RegExp(`edge broker +mqtt://127.0.0.1:(\\d+) .*port ${port} is taken`));
  const [, http] = await running.says(new RegExp(`health +http://127.0.0.1:(\\d+)/readyz .*port ${port} is taken`));
  expect(edge).not.toBe(port);
  expect(http).not.toBe(port);
});

test.each(['edge-broker', 'cloud-broker'])('a taken port: %s alone fails and names it', async (service) => {
  const port = await takenPort();
  const flag = service === 'edge-broker' ? '--edge-port' : '--cloud-port';
  const exit = await vedette([service, flag, port, '--http-port', '0'], { cwd: temporaryFolder() }).exit;
  expect(exit).toMatchObject({ code: 1, stdout: '' });
  expect(exit.stderr).toContain(`port ${port} is taken`);
  expect(exit.stderr.trim().split('\n')).toHaveLength(1);
});

test.each([
  ['a missing device', '/dev/video-none', 1, '/dev/video-none'],
  ['a missing folder', 'dir:/nowhere/at/all', 1, '/nowhere/at/all'],
  ['a missing video', 'video:/nowhere.mp4', 1, '/nowhere.mp4'],
  ['an unknown source', 'tape:7', 2, 'dir:PATH'],
])('%s is one clear line', async (_what, source, code, words) => {
  const cwd = temporaryFolder();
  const args = ['up', '--edge-port', '0', '--cloud-port', '0', '--http-port', '0', '--log-level', 'warn'];
  const exit = await vedette([...args, '--source', source], { cwd }).exit;
  expect(exit.code).toBe(code);
  const lines = exit.stderr.split('\n').filter((line) => line.startsWith('vedette: '));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(words);
  expect(exit.stderr).not.toContain('    at ');
});

test('a wrong model file is one clear line', async () => {
  const exit = await vedette(['face-detector', '--model', '/nowhere.onnx', '--http-port', '0'], {
    cwd: temporaryFolder(),
  }).exit;
  expect(exit.code).toBe(2);
  expect(exit.stderr).toContain('/nowhere.onnx');
});

test('a required provider that is not there is an error that says why', async () => {
  const args = ['face-detector', '--set', 'faceDetector.requireProvider=cuda', '--http-port', '0'];
  const exit = await vedette(args, { cwd: temporaryFolder() }).exit;
  expect(exit.code).toBe(1);
  expect(exit.stderr).toContain('cuda');
});
