import { environmentName, leavesOf, loadConfig } from '@vedette/core/config';
import { expect, test } from 'vitest';
import { flagTree } from './flags.ts';
import { settingsSchema } from './schema.ts';

test('no two settings share an environment variable, and each says what it is', () => {
  const leaves = leavesOf(settingsSchema);
  const names = leaves.map(({ path }) => environmentName(path));
  expect(new Set(names).size).toBe(names.length);
  expect(leaves.filter(({ schema }) => !schema.description).map(({ path }) => path.join('.'))).toEqual([]);
});

test('VEDETTE_MODELS is the folder of models', () => {
  expect(leavesOf(settingsSchema).map(({ path }) => environmentName(path))).toContain('VEDETTE_MODELS');
});

test('every flag names a setting that exists', () => {
  const flags = flagTree({
    source: 'dir:x',
    edgePort: '0',
    data: 'd',
    cloud: 'mqtt://c',
    logLevel: 'warn',
    httpPort: '1',
  });
  expect(loadConfig(settingsSchema, { environment: {}, flags })).toMatchObject({
    forwarder: { cloudUrl: 'mqtt://c' },
    imageSink: { brokerUrl: 'mqtt://c' },
    faceDetector: { source: 'dir:x' },
    edgeBroker: { port: 0 },
    data: 'd',
    log: { level: 'warn' },
    http: { port: 1 },
  });
});
