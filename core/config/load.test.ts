import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigError } from '../errors.ts';
import { temporaryFolder } from '../testing/index.ts';
import { secret } from './common.ts';
import { environmentName, leavesOf } from './leaves.ts';
import { loadConfig } from './load.ts';
import { redact } from './redact.ts';

const schema = z.strictObject({
  site: z.string().default('home'),
  uplink: z
    .strictObject({
      cloudUrl: z.string().default('mqtt://here'),
      maxBytes: z.number().default(10),
      isFast: z.boolean().default(true),
      names: z.array(z.string()).default([]),
      password: z.string().optional().meta(secret),
    })
    .prefault({}),
});

function fileWith(text: string): string {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, text);
  return file;
}

test('file, environment over it, flags over that, --set over all', () => {
  const file = fileWith('site: file\nuplink: { cloudUrl: "mqtt://file", maxBytes: 1 }\n');
  const environment = { VEDETTE_UPLINK_CLOUD_URL: 'mqtt://env', VEDETTE_UPLINK_MAX_BYTES: '2', VEDETTE_SITE: 'env' };
  const flags = { uplink: { maxBytes: 3 }, site: 'flag' };
  expect(loadConfig(schema, { file, environment: {} })).toEqual({
    site: 'file',
    uplink: { cloudUrl: 'mqtt://file', maxBytes: 1, isFast: true, names: [] },
  });
  expect(loadConfig(schema, { file, environment }).uplink).toMatchObject({ cloudUrl: 'mqtt://env', maxBytes: 2 });
  expect(loadConfig(schema, { file, environment, flags, set: ['site=set'] })).toEqual({
    site: 'set',
    uplink: { cloudUrl: 'mqtt://env', maxBytes: 3, isFast: true, names: [] },
  });
});

test('a secret comes from the file that its variable names, and is never shown', () => {
  const environment = { VEDETTE_UPLINK_PASSWORD_FILE: fileWith('correct horse\n') };
  const config = loadConfig(schema, { environment, set: ['uplink.cloudUrl=mqtt://me:secret@host'] });
  expect(config.uplink.password).toBe('correct horse');
  expect(redact(schema, config)['uplink']).toMatchObject({ password: '(hidden)', cloudUrl: 'mqtt://host' });
});

test.each([
  ['an unknown key', { set: ['uplink.maxByte=1'] }, 'uplink.maxByte: no such setting'],
  ['a wrong value', { set: ['uplink.maxBytes=many'] }, 'uplink.maxBytes (VEDETTE_UPLINK_MAX_BYTES)'],
  ['a value for a section', { set: ['uplink=1'] }, 'wrong: uplink: '],
  ['an empty --set', { set: ['uplink.maxBytes='] }, 'uplink.maxBytes (VEDETTE_UPLINK_MAX_BYTES)'],
  ['an unknown variable', { environment: { VEDETTE_UPLINK_MAX_BITES: '1' } }, 'VEDETTE_UPLINK_MAX_BITES'],
  ['a --set without a value', { set: ['uplink'] }, '--set takes path=value'],
  ['a file that is not there', { file: '/nowhere/vedette.yaml' }, '/nowhere/vedette.yaml'],
])('%s is one clear error', (_what, layers, message) => {
  const load = () => loadConfig(schema, { environment: {}, ...layers });
  expect(load).toThrow(ConfigError);
  expect(load).toThrow(message);
});

test('a file that is no map, or no YAML, says so', () => {
  expect(() => loadConfig(schema, { file: fileWith('- 1'), environment: {} })).toThrow('must hold a map');
  expect(() => loadConfig(schema, { file: fileWith('a: [1'), environment: {} })).toThrow(ConfigError);
});

test('--set cannot reach the prototype', () => {
  expect(() => loadConfig(schema, { environment: {}, set: ['__proto__.polluted=1'] })).toThrow(ConfigError);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test('every setting has an environment variable of its own', () => {
  const names = leavesOf(schema).map(({ path }) => environmentName(path));
  expect(names).toEqual([
    'VEDETTE_SITE',
    'VEDETTE_UPLINK_CLOUD_URL',
    'VEDETTE_UPLINK_MAX_BYTES',
    'VEDETTE_UPLINK_IS_FAST',
    'VEDETTE_UPLINK_NAMES',
    'VEDETTE_UPLINK_PASSWORD',
  ]);
});

test('text becomes what the schema has: numbers, booleans, lists; an empty variable is none', () => {
  const environment = { VEDETTE_UPLINK_IS_FAST: 'false', VEDETTE_UPLINK_NAMES: 'a, b', VEDETTE_UPLINK_MAX_BYTES: '' };
  expect(loadConfig(schema, { environment, set: ['site=007'] })).toMatchObject({
    site: '007',
    uplink: { isFast: false, names: ['a', 'b'], maxBytes: 10 },
  });
});

test('a file says what it means: no number is made of nothing or of a boolean', () => {
  for (const value of ['null', 'true', '"7"']) {
    const file = fileWith(`uplink: { maxBytes: ${value} }`);
    expect(() => loadConfig(schema, { file, environment: {} })).toThrow('uplink.maxBytes');
  }
});

test.each([
  ['a key that is there twice', 'site: a\n\nsite: b\n', 'line 3: Map keys must be unique'],
  ['a tab', 'site: a\nuplink:\n\tmaxBytes: 1\n', 'line 3: Tabs are not allowed as indentation'],
  ['a map within a line', 'site: a\nuplink: a: b\n', 'line 2: Nested mappings are not allowed'],
])('%s is found by its line', (_what, text, message) => {
  expect(() => loadConfig(schema, { file: fileWith(text), environment: {} })).toThrow(message);
});

test('the line of a broken file is not shown, since it may hold a secret', () => {
  const file = fileWith('uplink: { password: "hunter2 }\n');
  expect(() => loadConfig(schema, { file, environment: {} })).toThrow(/^(?!.*hunter2).*cannot read/s);
});

test.each([
  ['rtsp://me:pa/ss@camera/stream', 'rtsp://camera'],
  ['mqtt://me:p@ss@host:1883', 'mqtt://host:1883'],
  ['http://camera/video.cgi?user=admin&pwd=secret', 'http://camera'],
  ['http://camera/video.mjpg', 'http://camera/video.mjpg'],
  [
    'gst:rtspsrc location=x user-id=me user-pw=hunter2 ! jpegenc',
    'gst:rtspsrc location=x user-id=me user-pw=(hidden) ! jpegenc',
  ],
  ['sim:people=3,seed=1', 'sim:people=3,seed=1'],
])('%s is shown as %s', (cloudUrl, shown) => {
  expect(redact(schema, { uplink: { cloudUrl } })).toEqual({ uplink: { cloudUrl: shown } });
});

test('a group of settings is given as JSON, or one setting at a time', () => {
  const packs = z.strictObject({ packs: z.strictObject({ seconds: z.number().default(4) }).optional() });
  expect(loadConfig(packs, { environment: { VEDETTE_PACKS_SECONDS: '2' } })).toEqual({ packs: { seconds: 2 } });
  expect(loadConfig(packs, { environment: {}, flags: { packs: '{}' } })).toEqual({ packs: { seconds: 4 } });
  expect(loadConfig(packs, { environment: {}, flags: { packs: '{"seconds": 3}' } })).toEqual({ packs: { seconds: 3 } });
  expect(() => loadConfig(packs, { environment: {}, flags: { packs: 'yes' } })).toThrow(/packs/);
});

test('a list of more than words, and a map, are written as JSON', () => {
  const zones = z.strictObject({
    corners: z.array(z.tuple([z.number(), z.number()])).default([]),
    minScores: z.record(z.string(), z.number()).default({}),
  });
  const environment = { VEDETTE_CORNERS: '[[0, 0.5], [1, 1]]', VEDETTE_MIN_SCORES: '{"person": 0.5}' };
  expect(loadConfig(zones, { environment })).toEqual({
    corners: [
      [0, 0.5],
      [1, 1],
    ],
    minScores: { person: 0.5 },
  });
  expect(() => loadConfig(zones, { environment: { VEDETTE_MIN_SCORES: 'person=0.5' } })).toThrow(/VEDETTE_MIN_SCORES/);
  expect(() => loadConfig(zones, { environment: { VEDETTE_CORNERS: '[[0, 0.5]' } })).toThrow(/VEDETTE_CORNERS/);
});
