import { BadInputError } from '@vedette/core/errors';
import { expect, onTestFinished, test } from 'vitest';
import type { Frame } from '../../frame.ts';
import { findModel } from '../models/find-model.ts';
import { MotionDetector } from './motion-detector.ts';
import { MotionGate } from './motion-gate.ts';
import { OnnxDetector } from './onnx-detector.ts';

async function open(): Promise<MotionDetector> {
  const file = findModel('blazeface', []);
  const detector = await OnnxDetector.open({ file, provider: 'cpu', maxSide: 640, maxPixels: 1_000_000 });
  onTestFinished(() => detector.close());
  return new MotionDetector(detector, new MotionGate({ minChange: 4, maxStill: 1_000_000 }));
}

function grey(level: number, at: number, side = 64): Frame {
  const data = Buffer.alloc(side * side * 3, level);
  return { ref: '', at, image: { type: 'rgb', data, width: side, height: side } };
}

test('frames that are given at once are compared in their order', async () => {
  const detector = await open();
  // The first takes longest to be scaled.
  const frames = [grey(50, 0, 1_000), grey(50, 1, 1_000), grey(90, 2), grey(90, 3), grey(50, 4)];
  const found = await Promise.all(frames.map((frame) => detector.detect(frame)));
  expect(found.map((one) => one === 'still')).toEqual([false, true, false, true, false]);
});

test('one that cannot be read holds up nobody', async () => {
  const detector = await open();
  const broken: Frame = { ref: '', at: 1, image: { type: 'encoded', data: Buffer.from('hello') } };
  const [first, refused, last] = await Promise.allSettled(
    [grey(50, 0), broken, grey(50, 2)].map((frame) => detector.detect(frame)),
  );
  expect(first).toMatchObject({ value: { detections: [] } });
  expect(refused).toMatchObject({ reason: expect.any(BadInputError) });
  expect(last).toMatchObject({ value: 'still' });
});
