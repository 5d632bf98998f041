import { ResourceError } from '@vedette/core/errors';
import { expect, onTestFinished, test } from 'vitest';
import { InferencePool } from './inference-pool.ts';
import { LastingInference } from './lasting-inference.ts';
import { scriptedWorker } from './scripted-worker.testing.ts';
import { WorkerInference } from './worker-inference.ts';

const OPTIONS = { file: '', provider: 'cpu', maxSide: 640 };
/** Says with each answer which thread gave it, and holds its own for the time that the input says, in ms. */
const SLOW = `({ id, input }) => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, input.values[0]);
  return { type: 'inferred', id, inferred: { detections: [{ label: String(threadId) }], values: input.values } };
}`;

const input = (ms: number) => ({ values: new Float32Array([ms]), size: { width: 1, height: 1 } });

function openOne(): Promise<LastingInference> {
  const script = scriptedWorker(SLOW);
  return LastingInference.open(
    () => WorkerInference.open(OPTIONS, script),
    () => undefined,
  );
}

test('each input goes to the thread with the least to do', async () => {
  const pool = await InferencePool.open(2, openOne);
  onTestFinished(() => pool.close());
  expect(pool.width).toBe(2);
  const slow = pool.infer(input(2_000));
  const threads: (string | undefined)[] = [];
  for (let count = 0; count < 3; count++) threads.push((await pool.infer(input(0))).detections[0]?.label);
  const other = (await slow).detections[0]?.label;
  expect(new Set(threads).size).toBe(1);
  expect(threads).not.toContain(other);
});

test('where one cannot be opened none is left open', async () => {
  const opened: LastingInference[] = [];
  let asked = 0;
  const opening = InferencePool.open(3, async () => {
    asked += 1;
    if (asked === 2) throw new ResourceError('no memory');
    const one = await openOne();
    opened.push(one);
    return one;
  });
  await expect(opening).rejects.toThrow('no memory');
  expect(opened).toHaveLength(2);
  for (const one of opened) await expect(one.infer(input(0))).rejects.toThrow('closed');
});
