import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedFile, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { KNOWN_MODELS } from './known-models.ts';
import { listModels } from './list-models.ts';

const yunet = sharedFile('models/yunet_n_dynamic.onnx');

test('without any folder there is what came with npm, and what can be pulled', async () => {
  const listed = await listModels(['/nowhere/models']);
  expect(listed.filter(({ state }) => state === 'bundled').map(({ name }) => name)).toEqual([
    'face_detection_full_range',
    'face_detection_short_range',
  ]);
  expect(listed.filter(({ auto }) => auto)).toMatchObject([{ name: 'face_detection_full_range', task: 'face' }]);
  expect(listed.filter(({ state }) => state === 'to pull')).toHaveLength(KNOWN_MODELS.length);
});

test.skipIf(!yunet)('a file is known by its bytes (../shared/models/yunet_n_dynamic.onnx)', async () => {
  const folder = temporaryFolder();
  copyFileSync(yunet ?? '', join(folder, 'yunet_n_dynamic.onnx'));
  const [first] = await listModels([folder]);
  expect(first).toEqual({
    name: 'yunet_n_dynamic',
    state: 'here',
    auto: true,
    task: 'face',
    source: 'ShiqiYu/libfacedetection.train@0047ac24afb1a50a0c6105001c89d1b5b805dbf1/onnx/yunet_n_dynamic.onnx',
    licence: 'Apache-2.0',
    sha256: '104ee26c71d5c270ce79a6b3dced91c91013260d29a6bf18f9296c5b8c4c2b12',
    path: join(folder, 'yunet_n_dynamic.onnx'),
  });
});

test('a known name over other bytes is told apart, and so is what only its owner knows', async () => {
  const folder = temporaryFolder();
  for (const name of ['mine.onnx', 'mine.json', 'yolox_nano.onnx']) writeFileSync(join(folder, name), 'bytes');
  const sha256 = '277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9';
  const listed = await listModels([folder]);
  expect(listed.slice(0, 2)).toEqual([
    { name: 'mine', state: 'own', auto: false, sha256, path: join(folder, 'mine.onnx') },
    { name: 'yolox_nano', state: 'changed', auto: false, sha256, path: join(folder, 'yolox_nano.onnx') },
  ]);
  expect(listed.filter(({ name }) => name === 'yolox_nano')).toHaveLength(1);
});
