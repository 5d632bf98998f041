import { BadInputError } from '@vedette/core/errors';
import { sharedFile } from '@vedette/core/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { sharp } from '../../image/sharp.ts';
import type { Detections } from '../detector.ts';
import { frameOf, type KnownPicture, knownPictures, MANIFEST, tally } from '../manifest.testing.ts';
import { findModel } from '../models/find-model.ts';
import { OnnxDetector } from './onnx-detector.ts';

const MODELS = [findModel('blazeface', []), sharedFile('models/yunet_n_dynamic.onnx')].filter(
  (file) => file !== undefined,
);

/** Why each of those that are refused is refused. */
const REASONS: Record<string, string> = {
  'odd/empty.jpg': 'empty',
  'odd/text.jpg': 'not-an-image',
  'odd/random.jpg': 'not-an-image',
  'odd/soi-then-random.jpg': 'broken',
  'odd/truncated-header.jpg': 'truncated',
  'odd/truncated-60pct.jpg': 'truncated',
  'odd/truncated.png': 'broken',
  'odd/corrupt-idat.png': 'broken',
  'odd/plain.bmp': 'unsupported',
  'odd/vector.jpg': 'unsupported',
  'odd/bomb-30000x30000-1bit.png': 'too-many-pixels',
  'odd/bomb-12000x12000-rgb.png': 'too-many-pixels',
  'odd/lying-header-65535.png': 'too-many-pixels',
};

describe.skipIf(!MANIFEST).each(MODELS)('the odd pictures of ../shared/testdata/odd through %s', (file) => {
  let detector: OnnxDetector;
  beforeAll(async () => {
    detector = await OnnxDetector.open({ file, provider: 'cpu', maxSide: 640, maxPixels: 50_000_000 });
  });
  afterAll(() => detector.close());

  test.each(knownPictures('odd'))('$file: $expect', async (picture) => {
    const seen = await detector.detect(frameOf(picture)).catch((error) => error);
    if (seen instanceof Error) {
      expect(seen).toBeInstanceOf(BadInputError);
      expect(seen.message.split('\n')).toHaveLength(1);
    }
    expect(seen instanceof BadInputError ? seen.reason : 'ok').toBe(REASONS[picture.file] ?? 'ok');
    if (!(seen instanceof Error)) expectFaces(picture, seen);
  });
});

test.each([
  [12_000, 10],
  [40_000, 1],
])('a picture of %ix%i is looked at as any other, whichever way it lies', async (long, short) => {
  const detector = await OnnxDetector.open({
    ...{ file: findModel('blazeface', []), provider: 'cpu', maxSide: 640, maxPixels: 50_000_000 },
  });
  onTestFinished(() => detector.close());
  for (const [width, height] of [
    [long, short],
    [short, long],
  ] as const) {
    const data = await sharp({ create: { width, height, channels: 3, background: '#456' } })
      .png()
      .toBuffer();
    const seen = await detector.detect({ ref: '', at: 0, image: { type: 'encoded', data } });
    expect(seen).toMatchObject({ width, height, detections: [] });
  }
});

/** The manifest gives the size as it is stored, the faces as they are shown. */
function expectFaces({ file, width, height, faces }: KnownPicture, found: Detections): void {
  const upright = file.startsWith('odd/exif-') ? { width: 600, height: 471 } : { width, height };
  expect(found).toMatchObject(upright);
  const boxes = found.detections.map(({ box }) => box);
  if (faces) expect(tally(boxes, faces)).toEqual({ right: faces.length, wrong: 0, missed: 0 });
}

test.skipIf(!MANIFEST)('what the manifest of ../shared expects agrees with the reasons here', () => {
  for (const { file, expect: expected = 'ok' } of knownPictures('odd')) {
    if (expected === 'clean-error') expect(REASONS).toHaveProperty([file]);
    if (expected === 'ok' || expected === 'ok-first-frame') expect(REASONS).not.toHaveProperty([file]);
  }
});
