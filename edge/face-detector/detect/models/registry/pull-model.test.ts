import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ConfigError, ResourceError } from '@vedette/core/errors';
import { freePort, temporaryFolder } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import type { KnownModel } from './known-model.ts';
import { modelFilesIn } from './model-files.ts';
import { type PullOptions, pullModel } from './pull-model.ts';

const BYTES = Buffer.alloc(100_000, 'model');

const MODEL: KnownModel = {
  name: 'tiny',
  task: 'face',
  source: { repository: 'owner/name', commit: '0123abc', path: 'onnx/tiny v1.onnx' },
  licence: 'MIT',
  sha256: createHash('sha256').update(BYTES).digest('hex'),
  bytes: BYTES.length,
};

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mirror`;
}

/** Pulls into a folder that does not exist yet. */
function pull(from: string, options: Omit<PullOptions, 'from'> = {}) {
  const folder = join(temporaryFolder(), 'models');
  return { folder, pulled: pullModel(MODEL, folder, { from, ...options }) };
}

test('a model comes from its pinned address into the folder, under its name', async () => {
  const asked: (string | undefined)[] = [];
  const from = await serve(({ url }, response) => {
    asked.push(url);
    response.end(BYTES);
  });
  const folder = join(temporaryFolder(), 'models');
  const progress: number[] = [];
  const path = await pullModel(MODEL, folder, { from, onProgress: (bytes) => progress.push(bytes) });
  expect(path).toBe(join(folder, 'tiny.onnx'));
  expect(readFileSync(path).equals(BYTES)).toBe(true);
  expect(readdirSync(folder)).toEqual(['tiny.onnx']);
  expect(asked).toEqual(['/mirror/owner/name/0123abc/onnx/tiny%20v1.onnx']);
  expect(progress.at(-1)).toBe(BYTES.length);
  expect(await pullModel(MODEL, folder, { from })).toBe(path);
  expect(asked).toHaveLength(1); // what is there is not downloaded again
});

test.each<[string, RequestListener, RegExp]>([
  [
    'another sum',
    (_, response) => response.end(Buffer.alloc(BYTES.length)),
    /has the sha256 .*, not .*nothing was kept/,
  ],
  ['too long', (_, response) => response.end(Buffer.alloc(BYTES.length + 1)), /longer than the 100000 bytes/],
  ['too short', (_, response) => response.end(BYTES.subarray(1)), /has the sha256 /],
  ['not there', (_, response) => response.writeHead(404).end('no'), /^127\.0\.0\.1:\d+ answered 404 to http/],
  [
    'cut in the middle',
    (_, response) => {
      response.writeHead(200, { 'content-length': BYTES.length });
      response.write(BYTES.subarray(0, 50_000), () => response.destroy());
    },
    /broke off after \d+ of 100000 bytes .*: try again/,
  ],
])('what is %s is an error, and leaves nothing', async (_, answer, message) => {
  const { folder, pulled } = pull(await serve(answer));
  await expect(pulled).rejects.toThrow(message);
  await expect(pulled).rejects.toBeInstanceOf(ResourceError);
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
});

/** Sends half of the model, and no more. */
const half: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-length': BYTES.length });
  response.write(BYTES.subarray(0, 50_000));
};

test.each<[string, RequestListener, RegExp]>([
  ['at once', () => undefined, /^cannot reach .* \(nothing came for 1 seconds\): download /],
  ['halfway', half, /broke off after \d+ of 100000 bytes \(nothing came for 1 seconds\): try again/],
])('a server that falls silent %s is given up, and nothing is left', async (_, answer, message) => {
  const { folder, pulled } = pull(await serve(answer), { silentMs: 1_000 });
  await expect(pulled).rejects.toThrow(message);
  await expect(pulled).rejects.toBeInstanceOf(ResourceError);
  expect(readdirSync(folder)).toEqual([]);
});

test('one that is broken off leaves nothing', async () => {
  const stop = new AbortController();
  const onProgress = () => stop.abort(new Error('stopped'));
  const { folder, pulled } = pull(await serve(half), { signal: stop.signal, onProgress });
  await expect(pulled).rejects.toThrow(/broke off after \d+ of 100000 bytes \(stopped\): try again/);
  expect(readdirSync(folder)).toEqual([]);
});

test('what a process that died has left is written over', async () => {
  const from = await serve((_, response) => response.end(BYTES));
  const folder = temporaryFolder();
  writeFileSync(join(folder, '.tiny.onnx.part'), Buffer.alloc(200_000));
  expect(readFileSync(await pullModel(MODEL, folder, { from })).equals(BYTES)).toBe(true);
  expect(readdirSync(folder)).toEqual(['tiny.onnx']);
});

test.each(['not a url', 'ftp://127.0.0.1', 'https://', ''])('the address %j is a usage error', async (from) => {
  const { pulled } = pull(from);
  await expect(pulled).rejects.toThrow(
    new ConfigError(`--from is the http:// or https:// address of a mirror, not "${from}"`),
  );
});

test('a folder that cannot be one is a usage error', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  const pulled = pullModel(MODEL, join(file, 'models'), { from: 'http://127.0.0.1:1' });
  await expect(pulled).rejects.toThrow(ConfigError);
  expect(() => modelFilesIn(join(file, 'models'))).toThrow(/^cannot look for models at .*ENOTDIR/);
});

test('without a network it says what to do by hand', async () => {
  const { folder, pulled } = pull(`http://127.0.0.1:${await freePort()}`);
  await expect(pulled).rejects.toBeInstanceOf(ResourceError);
  await expect(pulled).rejects.toThrow(/^cannot reach 127\.0\.0\.1:\d+ \(.*ECONNREFUSED.*\): download /);
  await expect(pulled).rejects.toThrow('https://raw.githubusercontent.com/owner/name/0123abc/onnx/tiny%20v1.onnx');
  await expect(pulled).rejects.toThrow(`copy it to ${join(folder, 'tiny.onnx')}; its sha256 is ${MODEL.sha256}`);
});

test("a file of the same name with other bytes is its owner's, and stays", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'tiny.onnx'), 'mine');
  const pulled = pullModel(MODEL, folder, { from: 'http://127.0.0.1:1' });
  await expect(pulled).rejects.toThrow(ConfigError);
  await expect(pulled).rejects.toThrow(/is not the known tiny: move it away first/);
  expect(readFileSync(join(folder, 'tiny.onnx'), 'utf8')).toBe('mine');
});
