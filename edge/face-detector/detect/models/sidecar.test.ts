import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@vedette/core/errors';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { readSidecar } from './sidecar.ts';

/** A model whose sidecar says this. */
function modelWith(text: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'mine.v2.json'), text);
  return join(folder, 'mine.v2.onnx');
}

test('a file beside the model says what its graph cannot', async () => {
  const said = {
    decoder: 'yolox',
    labels: ['helmet', 'vest'],
    minScore: 0.4,
    maxOverlap: 0.5,
    input: { order: 'rgb', range: [0, 1], padding: 0 },
  };
  expect(await readSidecar(modelWith(JSON.stringify(said)))).toEqual(said);
});

test('without one, nothing is said', async () => {
  expect(await readSidecar(join(temporaryFolder(), 'mine.onnx'))).toEqual({});
});

test.each([
  ['{', /mine\.v2\.json is no JSON: /],
  ['[]', /mine\.v2\.json does not describe a model: it: /],
  ['{"decoder": "yolov4"}', /decoder: .*"yunet"\|.*; correct it, or remove it/],
  ['{"labels": []}', /labels: /],
  ['{"minScore": 40}', /minScore: /],
  ['{"input": {"range": [0]}}', /input\.range: /],
  ['{"lables": ["cat"]}', /"lables"/],
])('%s is an error that says what to do', async (text, message) => {
  const read = readSidecar(modelWith(text));
  await expect(read).rejects.toThrow(ConfigError);
  await expect(read).rejects.toThrow(message);
});

test('one that cannot be read is an error too', async () => {
  const model = join(temporaryFolder(), 'mine.onnx');
  mkdirSync(model.replace('.onnx', '.json'));
  await expect(readSidecar(model)).rejects.toThrow(/mine\.json beside the model cannot be read: /);
});
