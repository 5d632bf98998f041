import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import { BadInputError, ConfigError, ResourceError } from '@vedette/core/errors';
import { createLogger } from '@vedette/core/observe';
import { quietContext, temporaryFolder } from '@vedette/core/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Frame } from '../../frame.ts';
import { sharp } from '../../image/sharp.ts';
import type { Detector } from '../detector.ts';
import { openDetector } from './open-detector.ts';
import { WorkerDetector } from './worker-detector.ts';

const OPTIONS = {
  ...{ model: 'blazeface', modelFolders: [], providers: ['cpu'], maxSide: 640, maxPixels: 50_000_000 },
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

describe('a detector in a thread of its own', () => {
  let detector: Detector;
  beforeAll(async () => {
    detector = await openDetector(OPTIONS);
  });
  afterAll(() => detector.close());

  test('says which model runs where', () => {
    expect(detector.model).toMatchObject({ name: 'face_detection_full_range', provider: 'cpu' });
    expect(detector.model.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('answers each of many frames with its own result, and leaves their bytes alone', async () => {
    const sizes = [16, 32, 48, 64, 80].map((side) => ({ width: side, height: side + 1 }));
    const frames = await Promise.all(sizes.map(async ({ width, height }) => frame(await grey(width, height))));
    const before = frames.map(({ image }) => Buffer.from(image.data));
    const found = await Promise.all(frames.map((one) => detector.detect(one)));
    expect(found).toEqual(sizes.map((size) => ({ ...size, detections: [] })));
    expect(frames.map(({ image }) => image.data)).toEqual(before);
  });

  test('takes raw pixels, also as a part of a larger buffer', async () => {
    const data = Buffer.alloc(1_000_000).subarray(500, 500 + 40 * 30 * 3);
    const found = await detector.detect({ ref: '', at: 0, image: { type: 'rgb', data, width: 40, height: 30 } });
    expect(found).toEqual({ width: 40, height: 30, detections: [] });
  });

  test('an error crosses with its class, message and reason, and the next frame is served', async () => {
    const refused = detector.detect(frame(Buffer.from('hello')));
    await expect(refused).rejects.toBeInstanceOf(BadInputError);
    await expect(refused).rejects.toMatchObject({
      reason: 'not-an-image',
      message: expect.stringContaining('first bytes'),
    });
    expect(await detector.detect(frame(await grey(20, 10)))).toMatchObject({ width: 20 });
  });
});

test('closing answers what was asked before, twice does no harm, and nothing comes after', async () => {
  const detector = await openDetector(OPTIONS);
  const asked = detector.detect(frame(await grey(30, 20)));
  await Promise.all([detector.close(), detector.close()]);
  expect(await asked).toMatchObject({ width: 30, height: 20 });
  await expect(detector.detect(frame(await grey(30, 20)))).rejects.toThrow('the detector is closed');
  await detector.close();
});

test('a process whose detector is closed, or never opened, ends by itself', async () => {
  const script = `
    import { openDetector } from ${JSON.stringify(new URL('../../dist/detect/run/open-detector.js', import.meta.url))};
    const options = { ...${JSON.stringify({ ...OPTIONS, log: undefined })}, log: { info() {} } };
    await (await openDetector(options)).close();
    await openDetector({ ...options, requireProvider: 'no-such-provider' }).catch((error) => console.log(error.name));
  `;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect({ stdout, stderr }).toEqual({ stdout: 'ResourceError\n', stderr: '' });
});

test('a model or provider that will not do is the error that it would be here', async () => {
  const sparse = '@mediapipe/face_detection/face_detection_full_range_sparse.tflite';
  const model = createRequire(import.meta.url).resolve(sparse);
  await expect(openDetector({ ...OPTIONS, model })).rejects.toThrow(ConfigError);
  await expect(openDetector({ ...OPTIONS, model })).rejects.toThrow('DENSIFY');
  const requireProvider = 'no-such-provider';
  await expect(openDetector({ ...OPTIONS, requireProvider })).rejects.toThrow(ResourceError);
});

test('each provider that does not run is one line at info', async () => {
  const lines = new PassThrough({ encoding: 'utf8' });
  const log = createLogger({ level: 'info', format: 'json' }, lines);
  const detector = await openDetector({ ...OPTIONS, providers: ['no-such-provider', 'cpu'], log });
  await detector.close();
  const logged = String(lines.read()).trimEnd().split('\n');
  expect(logged.map((line) => JSON.parse(line))).toMatchObject([{ level: 30, provider: 'no-such-provider' }]);
});

describe('a thread that dies', () => {
  const options = { file: '', providers: [], maxSide: 640, maxPixels: 1 };
  const opened = "{ type: 'opened', model: { name: 'm', sha256: '', provider: 'cpu' }, refusals: [] }";

  function worker(code: string): string {
    const script = join(temporaryFolder(), 'worker.mjs');
    writeFileSync(script, `import { parentPort } from 'node:worker_threads';\n${code}`);
    return script;
  }

  test.each([
    ['process.exit(3)', 'exit code 3'],
    ["throw new Error('out of luck')", 'out of luck'],
  ])('by %s, rejects what is pending and what comes after, and closes', async (death, why) => {
    const script = worker(`parentPort.postMessage(${opened}); parentPort.on('message', () => { ${death}; });`);
    const detector = await WorkerDetector.open(options, script);
    const asked = [frame(Buffer.from('a')), frame(Buffer.from('b'))].map((one) => detector.detect(one));
    for (const answer of asked) {
      await expect(answer).rejects.toBeInstanceOf(ResourceError);
      await expect(answer).rejects.toThrow(`the inference worker ended: ${why}`);
    }
    await expect(detector.detect(frame(Buffer.from('c')))).rejects.toThrow(why);
    await detector.close();
  });

  test.each([
    ['process.exit(3)', 'exit code 3'],
    ["throw new Error('out of luck')", 'out of luck'],
  ])('at its start by %s is an error that says so', async (death, why) => {
    const opening = WorkerDetector.open(options, worker(death));
    await expect(opening).rejects.toBeInstanceOf(ResourceError);
    await expect(opening).rejects.toThrow(`the inference worker cannot start: ${why}`);
  });
});
