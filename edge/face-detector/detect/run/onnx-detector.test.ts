import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, ResourceError } from '@vedette/core/errors';
import { sharedFile, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sharp } from '../../image/sharp.ts';
import { frameOf, knownPictures, MANIFEST } from '../manifest.testing.ts';
import { findModel } from '../models/find-model.ts';
import { writeOnnx } from '../models/onnx/write-onnx.ts';
import { OnnxDetector, type OnnxDetectorOptions } from './onnx-detector.ts';
import type { InferenceOptions } from './onnx-inference.ts';

const bundled = findModel('blazeface', []);

async function open(options: Partial<OnnxDetectorOptions & InferenceOptions> = {}): Promise<OnnxDetector> {
  const detector = await OnnxDetector.open({
    ...{ file: bundled, provider: 'cpu', maxSide: 640, maxPixels: 50_000_000 },
    ...options,
  });
  onTestFinished(() => detector.close());
  return detector;
}

test('the model that comes with npm finds nothing in an empty picture', async () => {
  const detector = await open();
  const data = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#777' } })
    .raw()
    .toBuffer();
  const found = await detector.detect({ ref: '', at: 0, image: { type: 'rgb', data, width: 320, height: 240 } });
  expect(found).toMatchObject({ width: 320, height: 240, detections: [] });
  expect(detector.model).toMatchObject({ name: 'face_detection_full_range', provider: 'cpu' });
});

test('a provider that does not run is an error that says why', async () => {
  const opened = open({ provider: 'no-such-provider' });
  await expect(opened).rejects.toThrow(ResourceError);
  await expect(opened).rejects.toThrow(/no-such-provider .*backend not found/);
});

test('a file that is no model, and a model that is no detector, are configuration errors', async () => {
  const folder = temporaryFolder();
  const [text, relu] = [join(folder, 'text.onnx'), join(folder, 'relu.onnx')];
  writeFileSync(text, 'not a model');
  const value = (name: string) => ({ name, shape: [1, 3, 192, 192] });
  const node = { operator: 'Relu', inputs: ['in'], output: 'out', attributes: {} };
  writeFileSync(relu, writeOnnx({ nodes: [node], constants: [], inputs: [value('in')], outputs: [value('out')] }));
  for (const [file, why] of [
    [text, 'protobuf parsing failed'],
    [relu, 'no detector that is known'],
  ] as const) {
    const opened = open({ file });
    await expect(opened).rejects.toThrow(ConfigError);
    await expect(opened).rejects.toThrow(why);
    await expect(opened).rejects.toThrow(file);
  }
});

describe.skipIf(!MANIFEST)('on ../shared/testdata/images', () => {
  test('landmarks lie where a face has them', async () => {
    const picture = knownPictures('images').find(({ file }) => file.endsWith('astronaut.png'));
    for (const file of [bundled, sharedFile('models/yunet_n_dynamic.onnx') ?? bundled]) {
      const { detections } = await (await open({ file })).detect(frameOf(picture as NonNullable<typeof picture>));
      const [rightEye, leftEye, nose] = detections[0]?.landmarks ?? [];
      const near = ([x = 0, y = 0]: readonly number[] = [], [wantX = 0, wantY = 0]: readonly number[]) =>
        Math.hypot(x - wantX, y - wantY) < 12;
      expect([near(rightEye, [205, 110]), near(leftEye, [245, 108]), near(nose, [230, 132])]).toEqual([
        true,
        true,
        true,
      ]);
    }
  });
});
