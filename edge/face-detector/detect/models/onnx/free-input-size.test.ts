import { readFileSync } from 'node:fs';
import { sharedFile } from '@vedette/core/testing';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { freeInputSize } from './free-input-size.ts';

const file = sharedFile('models/face_detection_yunet_2022mar.onnx');

describe.skipIf(!file)('over ../shared/models/face_detection_yunet_2022mar.onnx', () => {
  test('the input takes any size, and at its own the numbers stay', async () => {
    const bytes = readFileSync(file ?? '');
    const [fixed, free] = [await open(bytes), await open(freeInputSize(bytes))];
    expect(free.inputMetadata).toMatchObject([{ shape: [1, 3, 'height', 'width'] }]);
    const own = picture(160, 120);
    expect(await run(free, own)).toEqual(await run(fixed, own));
    const other = await run(free, picture(500, 333));
    expect(other['loc']?.length).toBe(14 * 9_271);
    await Promise.all([fixed.release(), free.release()]);
  });
});

function open(bytes: Uint8Array): Promise<InferenceSession> {
  return InferenceSession.create(bytes, { logSeverityLevel: 4 });
}

function picture(width: number, height: number): Tensor {
  const values = Float32Array.from({ length: 3 * width * height }, (_, i) => (i * 48_271) % 256);
  return new Tensor('float32', values, [1, 3, height, width]);
}

async function run(session: InferenceSession, input: Tensor): Promise<Record<string, Float32Array>> {
  const outputs = await session.run({ input });
  return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, data as Float32Array]));
}
