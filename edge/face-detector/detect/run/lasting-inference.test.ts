import { ResourceError } from '@vedette/core/errors';
import { eventually } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import { LastingInference } from './lasting-inference.ts';
import { scriptedWorker } from './scripted-worker.testing.ts';
import { WorkerInference } from './worker-inference.ts';

const OPTIONS = { file: '', provider: 'cpu', maxSide: 640 };
/** Dies at an input that begins with a negative value. */
const TOUCHY = `({ id, input }) => {
  if (input.values[0] < 0) process.exit(3);
  return { type: 'inferred', id, inferred: { detections: [], values: input.values } };
}`;

const input = (value: number) => ({ values: new Float32Array([value]), size: { width: 1, height: 1 } });

async function open(script: string) {
  const restarts: string[] = [];
  const inference = await LastingInference.open(
    () => WorkerInference.open(OPTIONS, script),
    (why) => restarts.push(why),
  );
  onTestFinished(() => inference.close());
  return { inference, restarts };
}

test('a thread that dies takes its frame with it, and the next one is looked at by another', async () => {
  const { inference, restarts } = await open(scriptedWorker(TOUCHY));
  expect(await inference.infer(input(1))).toMatchObject({ detections: [] });
  await expect(inference.infer(input(-1))).rejects.toMatchObject({ reason: 'lost' });
  expect(await inference.infer(input(2))).toMatchObject({ values: new Float32Array([2]) });
  expect(restarts).toEqual(['exit code 3']);
});

test('one that dies again and again is given up, and whoever asks hears why', async () => {
  const { inference, restarts } = await open(scriptedWorker(TOUCHY));
  for (let death = 1; death <= 6; death++) {
    await expect(inference.infer(input(-1))).rejects.toMatchObject({ reason: 'lost' });
  }
  await eventually('it is given up', () => restarts.length === 5);
  await expect(inference.infer(input(1))).rejects.toThrow(ResourceError);
  await expect(inference.infer(input(1))).rejects.toThrow('ended 6 times within a minute: exit code 3');
});

test('closing while another is to be started leaves none behind', async () => {
  const { inference } = await open(scriptedWorker(TOUCHY));
  for (let death = 1; death <= 2; death++) {
    await expect(inference.infer(input(-1))).rejects.toMatchObject({ reason: 'lost' });
  }
  await inference.close();
  await expect(inference.infer(input(1))).rejects.toThrow();
});
