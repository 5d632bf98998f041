import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@vedette/core/errors';
import { sharedFile, temporaryFolder } from '@vedette/core/testing';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { findModel } from './find-model.ts';
import { loadModel } from './load-model.ts';

const bundled = findModel('blazeface', []);

test('a .tflite file is named and hashed as it was read', async () => {
  const model = await loadModel(bundled);
  expect(model.name).toBe('face_detection_full_range');
  expect(model.sha256).toBe(createHash('sha256').update(readFileSync(bundled)).digest('hex'));
});

test('what cannot be read or translated is a ConfigError that names the file', async () => {
  const file = join(temporaryFolder(), 'broken.tflite');
  writeFileSync(file, 'not a model');
  await expect(loadModel(file)).rejects.toThrow(ConfigError);
  await expect(loadModel(file)).rejects.toThrow(`the model ${file} cannot be used: it is no TensorFlow Lite model`);
  await expect(loadModel('/nowhere/model.onnx')).rejects.toThrow(ConfigError);
  const sparse = bundled.replace('.tflite', '_sparse.tflite');
  await expect(loadModel(sparse)).rejects.toThrow('it uses the operator DENSIFY, which is not supported');
});

const converted = sharedFile('models/blazeface_front_128.onnx');

describe.skipIf(!converted)(
  'against ../shared/models/blazeface_front_128.onnx, the same weights converted by others',
  () => {
    test('the translation gives the same numbers', async () => {
      const [nchw, nhwc] = sameNoise(128);
      const ours = await run((await loadModel(bundled.replace('full', 'short'))).onnx, nchw, [1, 3, 128, 128]);
      const theirs = await run(readFileSync(converted ?? ''), nhwc, [1, 128, 128, 3]);
      const join = (...names: string[]) =>
        names.flatMap((name) => theirs.find((output) => output.name === name)?.values ?? []);
      const expected = [join('Identity_2:0', 'Identity_3:0'), join('Identity:0', 'Identity_1:0')];
      expect(expected.map(({ length }) => length)).toEqual([896 * 16, 896]);
      for (const [i, { values }] of ours.entries()) {
        const worst = Math.max(...values.map((value, k) => Math.abs(value - (expected[i]?.[k] ?? Number.NaN))));
        expect(worst).toBeLessThan(1e-3);
      }
    });
  },
);

async function run(onnx: Uint8Array, input: Float32Array, shape: number[]) {
  const session = await InferenceSession.create(onnx, { logSeverityLevel: 4 });
  const outputs = await session.run({ [session.inputNames[0] ?? '']: new Tensor('float32', input, shape) });
  await session.release();
  return Object.entries(outputs).map(([name, { data }]) => ({ name, values: [...(data as Float32Array)] }));
}

/** One square picture of noise in -1..1 in either layout. */
function sameNoise(side: number): [Float32Array, Float32Array] {
  const plane = side * side;
  const [nchw, nhwc] = [new Float32Array(3 * plane), new Float32Array(3 * plane)];
  for (let i = 0, seed = 1; i < 3 * plane; i += 1) {
    seed = (seed * 48_271) % 2_147_483_647;
    nhwc[i] = seed / 1_073_741_824 - 1;
    nchw[(i % 3) * plane + Math.floor(i / 3)] = nhwc[i] as number;
  }
  return [nchw, nhwc];
}
