import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { eventually, temporaryFolder } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import { imagesIn } from './support/bucket.ts';
import { metric } from './support/metrics.ts';
import { FREE_PORTS, up } from './support/up.ts';
import { MAIN, vedette } from './support/vedette.ts';

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
    expect(running.stderr()).toContain(`file:${bucket}`);
    await eventually('five more objects', () => imagesIn(bucket).length >= before + 5);
    running.kill('SIGINT');
    const exit = await running.exit;
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stdout).toBe('');
    expect(exit.stderr).not.toMatch(/"level":[4-6]0/);
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
  const running = await up(['--edge-port', port, '--http-port', port], temporaryFolder());
  expect(running.stderr()).toContain(`port ${port} is taken, taking a free one`);
  expect(running.edgePort).not.toBe(port);
  expect(new URL(running.http).port).not.toBe(port);
});

test('a broker on an address of its own is found by the others', async () => {
  const cwd = temporaryFolder();
  const cloud = ['--set', 'cloudBroker.host=0.0.0.0', '--set', 'cloudBroker.allowAnonymous=true'];
  const args = ['--set', 'edgeBroker.host=127.0.0.2', ...cloud, '--source', 'sim:frames=20'];
  const running = await up([...args, '--select', 'every', '--until-done'], cwd);
  expect(running.stderr()).toContain('mqtt://127.0.0.2:');
  expect((await running.exit).code).toBe(0);
});

const hasTerminal = spawnSync('script', ['--version']).status === 0;
test.skipIf(!hasTerminal)(
  'on a terminal: the addresses, a live line of counts, and Ctrl-C (needs script(1))',
  async () => {
    const cwd = temporaryFolder();
    // exec: a shell that stays between would die of the Ctrl-C itself, and its code would be the one seen.
    const command = `exec ${process.execPath} ${MAIN} up ${FREE_PORTS.join(' ')} --source sim:fps=20 --select every`;
    const terminal = spawn('script', ['-qfec', command, '/dev/null'], { cwd, stdio: ['pipe', 'pipe', 'ignore'] });
    const ended = once(terminal, 'exit');
    onTestFinished(() => void terminal.kill('SIGKILL'));
    let shown = '';
    terminal.stdout.on('data', (text) => {
      shown += text;
    });
    await eventually('the addresses', () => /objects go to file:.*data\/bucket/.test(shown));
    await eventually('counts in the live line', () =>
      /\rframes \d+|frames \d+ · faces \d+ · shots \d+ · stored [1-9]/.test(shown),
    );
    terminal.stdin.write('\x03');
    expect((await ended)[0]).toBe(0);
  },
);

test('two signals at once are one, and stop it cleanly', async () => {
  const running = await up(['--source', 'sim:fps=20'], temporaryFolder());
  running.kill('SIGINT');
  running.kill('SIGINT');
  expect((await running.exit).code).toBe(0);
});

test('--until-done that is interrupted is no success', async () => {
  const args = ['--until-done', '--source', 'sim:fps=10,frames=100000', '--select', 'every'];
  const running = await up(args, temporaryFolder());
  await eventually('frames', async () => (await metric(running.http, 'vedette_detector_frames_total')) > 3);
  running.kill('SIGINT');
  const exit = await running.exit;
  expect(exit.code).toBe(1);
  expect(JSON.parse(exit.stdout)).toMatchObject({ lost: 0 });
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

test('a provider that is asked for and not there is an error that says why', async () => {
  const args = ['face-detector', '--set', 'faceDetector.provider=cuda', '--http-port', '0'];
  const exit = await vedette(args, { cwd: temporaryFolder() }).exit;
  expect(exit.code).toBe(1);
  expect(exit.stderr).toContain('cuda');
});
