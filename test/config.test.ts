import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { vedette } from './support/vedette.ts';

test('config print shows what is in force, from file, environment and flags, and hides secrets', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'vedette.yaml'), 'site: harbour\nforwarder: { password: from-the-file }\n');
  writeFileSync(join(cwd, 'password'), 'from-the-secret\n');
  const env = { VEDETTE_DEVICE: 'pole-7', VEDETTE_IMAGE_SINK_PASSWORD_FILE: join(cwd, 'password') };
  const exit = await vedette(['config', 'print', '--set', 'edgeBroker.port=1999'], { cwd, env }).exit;
  expect(exit.code, exit.stderr).toBe(0);
  expect(parse(exit.stdout)).toMatchObject({
    site: 'harbour',
    device: 'pole-7',
    edgeBroker: { port: 1999 },
    forwarder: { password: '(hidden)' },
    imageSink: { password: '(hidden)' },
  });
  expect(exit.stdout).not.toContain('from-the');
});

test('config check: a right file passes, a wrong one says where and what, with code 2', async () => {
  const cwd = temporaryFolder();
  expect((await vedette(['config', 'check'], { cwd }).exit).code).toBe(0);
  const sections = [
    'forwarder: { windowBites: 1 }',
    'edgeBroker: { port: 99999 }',
    'faceDetector: { source: "tape:7" }',
  ];
  writeFileSync(join(cwd, 'vedette.yaml'), [...sections, 'imageSink: { bucket: "s3://x" }'].join('\n'));
  const exit = await vedette(['config', 'check'], { cwd }).exit;
  expect(exit).toMatchObject({ code: 2, stdout: '' });
  expect(exit.stderr).toContain('forwarder.windowBites: no such setting');
  expect(exit.stderr).toContain('edgeBroker.port (VEDETTE_EDGE_BROKER_PORT)');
  expect(exit.stderr).toContain('faceDetector.source (VEDETTE_FACE_DETECTOR_SOURCE): no source is called "tape"');
  expect(exit.stderr).toContain('imageSink.bucket (VEDETTE_IMAGE_SINK_BUCKET)');
});

test('config check does not call right what a start refuses, and names the part', async () => {
  const cwd = temporaryFolder();
  const sections = [
    'faceDetector: { password: x }',
    'forwarder: { cloudUrl: "mqtt://c", caFile: ca.crt }',
    'cloudBroker: { host: 0.0.0.0 }',
    'imageSink: { brokerUrl: "mqtts://c", caFile: ca.crt }',
  ];
  writeFileSync(join(cwd, 'vedette.yaml'), sections.join('\n'));
  const { code, stderr } = await vedette(['config', 'check'], { cwd }).exit;
  expect(code).toBe(2);
  expect(stderr.split('\n').map((line) => line.trim())).toEqual([
    'vedette: face-detector would not start: faceDetector.password needs faceDetector.username beside it',
    expect.stringMatching(/^forwarder would not start: forwarder.caFile is for TLS/),
    expect.stringMatching(/^cloud-broker would not start: cloudBroker.host is 0.0.0.0/),
    expect.stringMatching(/^image-sink would not start: imageSink.caFile: .*ENOENT/),
    '',
  ]);
});

test('the printed configuration and the schema are themselves valid', async () => {
  const cwd = temporaryFolder();
  const printed = await vedette(['config', 'print'], { cwd }).exit;
  writeFileSync(join(cwd, 'vedette.yaml'), printed.stdout);
  const checked = await vedette(['config', 'check'], { cwd }).exit;
  expect(checked.code, checked.stderr).toBe(0);
  const schema = await vedette(['config', 'schema'], { cwd }).exit;
  expect(JSON.parse(schema.stdout)).toMatchObject({ type: 'object', properties: { forwarder: { type: 'object' } } });
});

test('a wrong flag and a wrong command are code 2', async () => {
  const cwd = temporaryFolder();
  expect((await vedette(['up', '--sauce', 'sim'], { cwd }).exit).code).toBe(2);
  expect((await vedette(['fly'], { cwd }).exit).code).toBe(2);
  expect((await vedette(['--help'], { cwd }).exit).code).toBe(0);
});

test('the reference page is what config reference prints', async () => {
  const { stdout } = await vedette(['config', 'reference'], { cwd: temporaryFolder() }).exit;
  expect(readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8')).toContain(stdout);
});
