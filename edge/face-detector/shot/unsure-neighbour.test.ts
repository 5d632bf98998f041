import { sharedFile } from '@vedette/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Detection } from '../detect/detector.ts';
import { frameOf, knownPictures } from '../detect/manifest.testing.ts';
import { OnnxDetector } from '../detect/run/onnx-detector.ts';
import { toPixels } from '../image/pixels.ts';
import { sharp } from '../image/sharp.ts';
import { selectEvery } from '../track/select-every.ts';
import { lumaOf } from './luma.ts';
import { varianceOfLaplacian } from './sharpness.ts';
import { ShotMaker } from './shot-maker.ts';

const MODEL = sharedFile('models/yunet_n_dynamic.onnx');
/** Two faces, one above the other: with this margin, each is in the picture of the other. */
const PICTURE = knownPictures('images').find(({ file }) => file.endsWith('/voc-2008_001009.jpg'));
const CROP = { marginShare: 2, maxSide: 2_000, quality: 90 };

async function lookAt(frame: ReturnType<typeof frameOf>, options: { minScore?: number; tellUnsure?: boolean }) {
  const detector = await OnnxDetector.open({
    ...{ file: MODEL ?? '', provider: 'cpu', maxSide: 640, maxPixels: 50_000_000 },
    ...options,
  });
  onTestFinished(() => detector.close());
  return { model: detector.model, found: await detector.detect(frame) };
}

describe.skipIf(!MODEL || !PICTURE)('a neighbour whom the model is unsure of (needs ../shared)', () => {
  test('is hidden in the picture of another, where nobody would hide them otherwise', async () => {
    const frame = frameOf(PICTURE ?? { file: '', faces: null, width: null, height: null });
    const [sure, unsure] = (await lookAt(frame, {})).found.detections;
    if (!sure || !unsure) throw new Error('there are two faces');
    const minScore = (sure.score + unsure.score) / 2;
    const sharpness = async (tellUnsure: boolean) => {
      const { model, found } = await lookAt(frame, { minScore, tellUnsure });
      const maker = new ShotMaker({
        place: { site: 'home', device: 'pole-7', camera: 'cam0' },
        ...{ model, software: 'vedette/test', config: 'b'.repeat(64), crop: CROP, privacy: { default: 'blurred' } },
      });
      const shots = await maker.make(selectEvery.offer(frame, found).picks);
      expect(shots.map(({ score }) => score)).toEqual([sure.score]);
      return sharpnessAt(unsure, sure, shots[0]?.image?.data ?? new Uint8Array());
    };
    expect(await sharpness(false)).toBeGreaterThan(100);
    expect(await sharpness(true)).toBeLessThan(10);
  });
});

/** How sharp the place of a face is in the picture that was cut of another. */
async function sharpnessAt({ box }: Detection, { box: cut }: Detection, image: Uint8Array): Promise<number> {
  const [x, y, width, height] = box.map(Math.round) as [number, number, number, number];
  const left = x - Math.max(0, Math.floor(cut[0] - cut[2] * CROP.marginShare));
  const top = y - Math.max(0, Math.floor(cut[1] - cut[3] * CROP.marginShare));
  const pixels = await toPixels(sharp(image).extract({ left, top, width, height }));
  return varianceOfLaplacian(lumaOf(pixels), pixels.width, pixels.height);
}
