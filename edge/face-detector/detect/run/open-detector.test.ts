import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { BadInputError, ConfigError, ResourceError } from '@vedette/core/errors';
import { loggedContext, quietContext } from '@vedette/core/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Frame } from '../../frame.ts';
import { sharp } from '../../image/sharp.ts';
import type { Detector } from '../detector.ts';
import { type DetectorOptions, openDetector } from './open-detector.ts';
import { hasGpu } from './providers/gpu-devices.ts';

const OPTIONS: DetectorOptions = {
  ...{ model: 'blazeface', modelFolders: [], provider: 'cpu', workers: 1, maxSide: 640, maxPixels: 50_000_000 },
  log: quietContext().log,
};

function frame(data: Buffer): Frame {
  return { ref: 'frame', at: 0, image: { type: 'encoded', data } };
}

function grey(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#777' } })
    .jpeg()
    .toBuffer();
}

describe('a detector as the service opens it', () => {
  let detector: Detector;
  beforeAll(async () => {
    detector = await openDetector({ ...OPTIONS, workers: 2 });
  });
  afterAll(() => detector.close());

  test('answers each of many frames with its own result, and leaves their bytes alone', async () => {
    const sizes = [16, 32, 48, 64, 80].map((side) => ({ width: side, height: side + 1 }));
    const frames = await Promise.all(sizes.map(async ({ width, height }) => frame(await grey(width, height))));
    const before = frames.map(({ image }) => Buffer.from(image.data));
    const found = await Promise.all(frames.map((one) => detector.detect(one)));
    expect(found).toMatchObject(sizes.map((size) => ({ ...size, detections: [], whole: size })));
    expect(frames.map(({ image }) => image.data)).toEqual(before);
    expect(detector.places).toBe(3);
  });

  test('takes raw pixels, also as a part of a larger buffer, and hands them on as they are', async () => {
    const data = Buffer.alloc(1_000_000).subarray(500, 500 + 40 * 30 * 3);
    const image = { type: 'rgb', data, width: 40, height: 30 } as const;
    expect(await detector.detect({ ref: '', at: 0, image })).toEqual({
      ...{ width: 40, height: 30, detections: [] },
      whole: image,
    });
  });

  test('a frame that cannot be read is refused with its reason, and the next one is served', async () => {
    const refused = detector.detect(frame(Buffer.from('hello')));
    await expect(refused).rejects.toBeInstanceOf(BadInputError);
    await expect(refused).rejects.toMatchObject({ reason: 'not-an-image' });
    expect(await detector.detect(frame(await grey(20, 10)))).toMatchObject({ width: 20 });
  });
});

test('a large picture is not held whole', async () => {
  const detector = await openDetector(OPTIONS);
  onTestFinished(() => detector.close());
  const found = await detector.detect(frame(await grey(2_000, 1_500)));
  expect(found).toMatchObject({ width: 2_000, height: 1_500 });
  expect(found).not.toHaveProperty('whole');
});

test('a process whose detector is closed, or never opened, ends by itself', async () => {
  const script = `
    import { openDetector } from ${JSON.stringify(new URL('../../dist/detect/run/open-detector.js', import.meta.url))};
    const options = { ...${JSON.stringify({ ...OPTIONS, log: undefined })}, log: { info() {} } };
    await (await openDetector(options)).close();
    await openDetector({ ...options, provider: 'no-such-provider' }).catch((error) => console.log(error.name));
  `;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect({ stdout, stderr }).toEqual({ stdout: 'ResourceError\n', stderr: '' });
});

test('a provider that is asked for and not there is an error, a file that is no model too', async () => {
  await expect(openDetector({ ...OPTIONS, provider: 'no-such-provider' })).rejects.toThrow(ResourceError);
  await expect(openDetector({ ...OPTIONS, model: 'nothing.onnx' })).rejects.toThrow(ConfigError);
});

test.skipIf(hasGpu())('without a GPU auto is the CPU, and no other is asked or told of', async () => {
  const { log, lines } = loggedContext();
  const detector = await openDetector({ ...OPTIONS, provider: 'auto', log });
  onTestFinished(() => detector.close());
  expect(detector.model.provider).toBe('cpu');
  expect(Object.keys(detector.model.timingsMs ?? {})).toEqual(['cpu']);
  expect(lines.map(({ msg, provider }) => [msg, provider])).toEqual([['the model is open', 'cpu']]);
});
