import { readFileSync } from 'node:fs';
import { ConfigError } from '@vedette/core/errors';
import { sharedFile } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { hashFile } from './hash-file.ts';
import { fileOf } from './known-model.ts';
import { KNOWN_MODELS, knownModel } from './known-models.ts';

interface Described {
  readonly file: string;
  readonly source: { readonly repo: string; readonly path: string; readonly commit: string };
  readonly licence: string;
  readonly sha256: string;
  readonly bytes: number;
}

const described = sharedFile('models/MODELS.json');

test.skipIf(!described)('what is known agrees with ../shared/models/MODELS.json, and with its files', async () => {
  const { models } = JSON.parse(readFileSync(described ?? '', 'utf8')) as { models: Described[] };
  expect(KNOWN_MODELS.map(fileOf).sort()).toEqual(models.map(({ file }) => file).sort());
  for (const { file, source, licence, sha256, bytes } of models) {
    const known = KNOWN_MODELS.find((model) => fileOf(model) === file);
    const { repo: repository, path, commit } = source;
    expect(known).toMatchObject({ sha256, bytes, source: { repository, path, commit } });
    expect(licence.split(' ')[0]).toBe(known?.licence);
    expect(await hashFile(sharedFile(`models/${file}`) ?? '')).toBe(sha256);
  }
});

test('each source is pinned to a commit, each name is its own', () => {
  for (const { source } of KNOWN_MODELS) expect(source.commit).toMatch(/^[0-9a-f]{40}$/);
  expect(new Set(KNOWN_MODELS.map(({ name }) => name)).size).toBe(KNOWN_MODELS.length);
});

test('a name that nobody knows is an error that says which are known', () => {
  expect(knownModel('yolox_nano').task).toBe('object');
  expect(() => knownModel('haar')).toThrow(ConfigError);
  expect(() => knownModel('haar')).toThrow(/no model is known as "haar"; known are yunet_n_dynamic, /);
});
