import { once } from 'node:events';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort, sharedFile, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { vedette } from './support/vedette.ts';

const NAME = 'yunet_n_dynamic';
const file = sharedFile(`models/${NAME}.onnx`);

/** A mirror of GitHub's files that has this one. */
async function mirror(path: string): Promise<string> {
  const server = createServer((_, response) => createReadStream(path).pipe(response)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function list(cwd: string, ...args: string[]): Promise<{ name: string; state: string; auto: boolean }[]> {
  const { code, stdout, stderr } = await vedette(['models', '--json', ...args], { cwd }).exit;
  expect(code, stderr).toBe(0);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe.skipIf(!file)('with ../shared/models/yunet_n_dynamic.onnx', () => {
  test('a model that was pulled is here, and is what auto takes', async () => {
    const cwd = temporaryFolder();
    expect((await list(cwd)).find(({ name }) => name === NAME)).toMatchObject({ state: 'to pull', auto: false });
    const from = await mirror(file ?? '');
    const pull = await vedette(['models', 'pull', NAME, '--from', from, '--data', 'kept'], { cwd }).exit;
    expect(pull).toMatchObject({ code: 0, stdout: `${join('kept', 'models', `${NAME}.onnx`)}\n` });
    expect(pull.stderr).toContain(`${NAME}: 100 % of 323 kB`);
    expect((await list(cwd, '--data', 'kept'))[0]).toMatchObject({ name: NAME, state: 'here', auto: true });
  });

  test('bytes of another model are refused', async () => {
    const cwd = temporaryFolder();
    const from = await mirror(file ?? '');
    const pull = await vedette(['models', 'pull', 'yunet_s_dynamic', '--from', from], { cwd }).exit;
    expect(pull).toMatchObject({ code: 1, stdout: '' });
    expect(pull.stderr).toContain('nothing was kept');
    expect(existsSync(join(cwd, 'data/models/yunet_s_dynamic.onnx'))).toBe(false);
  });
});

test('the list for people marks what auto takes, and says how the others are had', async () => {
  const { code, stdout } = await vedette(['models'], { cwd: temporaryFolder() }).exit;
  expect(code).toBe(0);
  expect(stdout).toMatch(/^face_detection_full_range \* +face +bundled +Apache-2\.0 +99bf9494d84f +@mediapipe/m);
  expect(stdout).toMatch(/^yolox_nano +object +to pull +Apache-2\.0 +e8af074932d4 /m);
  expect(stdout).toContain('`vedette models pull NAME` downloads it');
});

test('offline, pull says in one line what to do by hand; an unknown name is a usage error', async () => {
  const cwd = temporaryFolder();
  const from = `http://127.0.0.1:${await freePort()}`;
  const offline = await vedette(['models', 'pull', NAME, '--from', from], { cwd }).exit;
  expect(offline).toMatchObject({ code: 1, stdout: '' });
  expect(offline.stderr).toMatch(
    /^vedette: cannot reach .*: download https:.* copy it to data\/models\/.*sha256 is .*\n$/,
  );
  const unknown = await vedette(['models', 'pull', 'haar', '--from', from], { cwd }).exit;
  expect(unknown.code).toBe(2);
});

test('a download that is interrupted leaves nothing', async () => {
  const cwd = temporaryFolder();
  const server = createServer((_, response) => response.writeHead(200).write(Buffer.alloc(100_000)));
  server.listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const from = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pull = vedette(['models', 'pull', NAME, '--from', from], { cwd });
  await pull.says(/ % of 323 kB/);
  pull.kill('SIGINT');
  expect((await pull.exit).stderr).toMatch(/broke off after .* \(SIGINT\): try again\n$/);
  expect(await pull.exit).toMatchObject({ code: 1, stdout: '' });
  expect(readdirSync(join(cwd, 'data/models'))).toEqual([]);
});

test.each([
  ['pull', NAME, '--from', 'not a url'],
  ['--data', '/etc/hostname/x'],
])('models %s %s is a usage error of one line', async (...args) => {
  const { code, stderr } = await vedette(['models', ...args], { cwd: temporaryFolder() }).exit;
  expect(code).toBe(2);
  expect(stderr).toMatch(/^vedette: [^\n]*\n$/);
});

test('a model that is named and not here is an error that says how it is had', async () => {
  const args = ['face-detector', '--model', 'yolox_nano', '--http-port', '0'];
  const { code, stderr } = await vedette(args, { cwd: temporaryFolder() }).exit;
  expect(code).toBe(2);
  expect(stderr).toContain('run `vedette models pull yolox_nano`');
});
