import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BadInputError, ConfigError, ResourceError } from '@vedette/core/errors';
import { temporaryFolder } from '@vedette/core/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findModel } from '../models/find-model.ts';
import type { ModelInput } from './inference.ts';
import { scriptedWorker } from './scripted-worker.testing.ts';
import { WorkerInference } from './worker-inference.ts';

const OPTIONS = { file: findModel('blazeface', []), provider: 'cpu', maxSide: 640 };
const SIZE = { width: 192, height: 192 };

function input(grey = 0): ModelInput {
  return { size: SIZE, values: new Float32Array(3 * SIZE.width * SIZE.height).fill(grey) };
}

describe('a model in a thread of its own', () => {
  let inference: WorkerInference;
  beforeAll(async () => {
    inference = await WorkerInference.open(OPTIONS);
  });
  afterAll(() => inference.close());

  test('says which model runs where, and what it takes and gives', () => {
    const { name, sha256, provider, timingsMs } = inference.model;
    expect({ name, provider }).toEqual({ name: 'face_detection_full_range', provider: 'cpu' });
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(timingsMs?.['cpu']).toBeGreaterThan(0);
    expect(inference.signature.inputs).toMatchObject([{ shape: [1, 3, 192, 192] }]);
  });

  test('answers each of many, and gives the memory of each back', async () => {
    const inputs = [-1, -0.5, 0, 0.5, 1].map(input);
    const asked = inputs.map((one) => inference.infer(one));
    expect(inference.inHand).toBe(5);
    expect(inputs.map(({ values }) => values.length)).toEqual([0, 0, 0, 0, 0]);
    const answers = await Promise.all(asked);
    expect(answers.map(({ values }) => values[0])).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(answers.map(({ detections }) => detections)).toEqual([[], [], [], [], []]);
    expect(inference.inHand).toBe(0);
  });

  test('an input that the net does not take is an error, and the next is served', async () => {
    const wrong = { values: new Float32Array(3), size: { width: 1, height: 1 } };
    await expect(inference.infer(wrong)).rejects.toThrow('Got invalid dimensions');
    expect(await inference.infer(input())).toMatchObject({ detections: [] });
  });
});

test('closing answers what was asked before, twice does no harm, and nothing comes after', async () => {
  const inference = await WorkerInference.open(OPTIONS);
  const asked = inference.infer(input());
  await Promise.all([inference.close(), inference.close()]);
  expect(await asked).toMatchObject({ detections: [] });
  await expect(inference.infer(input())).rejects.toThrow('the inference thread was closed');
  await inference.close();
});

test('a model or provider that will not do is the error that it would be here', async () => {
  const sparse = '@mediapipe/face_detection/face_detection_full_range_sparse.tflite';
  const file = createRequire(import.meta.url).resolve(sparse);
  await expect(WorkerInference.open({ ...OPTIONS, file })).rejects.toThrow(ConfigError);
  await expect(WorkerInference.open({ ...OPTIONS, file })).rejects.toThrow('DENSIFY');
  await expect(WorkerInference.open({ ...OPTIONS, provider: 'no-such-provider' })).rejects.toThrow(ResourceError);
});

describe('a thread that dies', () => {
  const deaths = [
    ['process.exit(3)', 'exit code 3'],
    ["throw new Error('out of luck')", 'out of luck'],
  ];

  test.each(deaths)('by %s, refuses what is in hand and is over', async (death, why) => {
    const inference = await WorkerInference.open(OPTIONS, scriptedWorker(`() => { ${death}; }`));
    for (const answer of [inference.infer(input()), inference.infer(input())]) {
      await expect(answer).rejects.toBeInstanceOf(BadInputError);
      await expect(answer).rejects.toMatchObject({ reason: 'lost', message: expect.stringContaining(why as string) });
    }
    expect(await inference.ended).toBe(why);
    await expect(inference.infer(input())).rejects.toThrow(`the inference thread ended: ${why}`);
    await inference.close();
  });

  test.each(deaths)('at its start by %s is an error that says so', async (death, why) => {
    const script = join(temporaryFolder(), 'worker.mjs');
    writeFileSync(script, death as string);
    const opening = WorkerInference.open(OPTIONS, script);
    await expect(opening).rejects.toBeInstanceOf(ResourceError);
    await expect(opening).rejects.toThrow(`the inference worker cannot start: ${why}`);
  });
});
