import { ConfigError } from '@vedette/core/errors';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Detection } from '../detector.ts';
import { frameOf, knownPictures, MANIFEST } from '../manifest.testing.ts';
import { OnnxDetector, type OnnxDetectorOptions } from '../run/onnx-detector.ts';
import { bySureness, unsureScore } from './by-sureness.ts';
import { findModel } from './find-model.ts';

async function open(options: Partial<OnnxDetectorOptions>): Promise<OnnxDetector> {
  const detector = await OnnxDetector.open({
    ...{ file: findModel('blazeface', []), provider: 'cpu', maxSide: 640, maxPixels: 50_000_000 },
    ...options,
  });
  onTestFinished(() => detector.close());
  return detector;
}

test('what has the least score is sure, what has less is not', () => {
  const [sure, just, less] = [0.9, 0.6, 0.59].map((score): Detection => {
    return { label: 'face', score, box: [0, 0, 1, 1], landmarks: [] };
  }) as [Detection, Detection, Detection];
  const model = { minScore: 0.6, labels: ['face'] };
  expect(bySureness([sure, less, just], model)).toEqual({ detections: [sure, just], unsure: [less] });
  expect(bySureness([sure], model)).toEqual({ detections: [sure] });
  expect(bySureness([sure], { minScore: 0.6, labels: ['car'] })).toEqual({ detections: [], unsure: [sure] });
  expect(unsureScore(0.6)).toBe(0.3);
});

test('a model that does not look for what is to be hidden is refused', async () => {
  await expect(open({ mustFind: ['face', 'person'] })).rejects.toThrow(ConfigError);
  await expect(open({ mustFind: ['person'] })).rejects.toThrow('privacy.person cannot be kept');
  expect(await open({ mustFind: ['face'] })).toBeDefined();
});

describe.skipIf(!MANIFEST)('a face that is not sure enough (needs ../shared/testdata)', () => {
  test('is told where it is to be hidden, and not otherwise; the sure ones are the same', async () => {
    const picture = knownPictures('images').find(({ file }) => file.endsWith('/apollo11-crew.jpg'));
    if (!picture) throw new Error('apollo11-crew.jpg is in the manifest');
    const all = (await (await open({ minScore: 0.2 })).detect(frameOf(picture))).detections;
    const [surest, next] = all;
    if (!surest || !next) throw new Error('there are several faces');
    const minScore = (surest.score + next.score) / 2;
    const quiet = await (await open({ minScore })).detect(frameOf(picture));
    const telling = await (await open({ minScore, tellUnsure: true })).detect(frameOf(picture));
    const scores = (found: readonly Detection[] | undefined) => found?.map(({ score }) => score);
    expect(scores(quiet.detections)).toEqual([surest.score]);
    expect(quiet).not.toHaveProperty('unsure');
    expect(scores(telling.detections)).toEqual([surest.score]);
    expect(scores(telling.unsure)).toEqual(scores(all.slice(1))?.filter((score) => score >= unsureScore(minScore)));
    expect(scores(telling.unsure)).toContain(next.score);
  });
});
