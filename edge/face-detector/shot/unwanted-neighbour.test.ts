import { sharedFile } from '@vedette/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { frameOf, knownPictures } from '../detect/manifest.testing.ts';
import { OnnxDetector } from '../detect/run/onnx-detector.ts';
import { selectEvery } from '../track/select-every.ts';
import { labelsToHide, type Privacy } from './privacy.ts';
import { ShotMaker } from './shot-maker.ts';

const MODEL = sharedFile('models/yolox_nano.onnx');
/** A boat, and persons in it. */
const PICTURE = knownPictures('images').find(({ file }) => file.endsWith('/kodim14.png'));

describe.skipIf(!MODEL || !PICTURE)(
  'persons in the picture of a boat, where boats alone are sent (needs ../shared)',
  () => {
    test.each<Privacy>([
      { default: 'full', person: 'blurred' },
      { default: 'blurred', boat: 'full' },
    ])('are hidden in it by %j, and not sent', async (privacy) => {
      const detector = await OnnxDetector.open({
        ...{ file: MODEL ?? '', provider: 'cpu', maxSide: 640, maxPixels: 50_000_000 },
        ...{ labels: ['boat'], mustFind: labelsToHide(privacy), tellUnsure: true },
      });
      onTestFinished(() => detector.close());
      const frame = frameOf(PICTURE ?? { file: '', faces: null, width: null, height: null });
      const { picks } = selectEvery.offer(frame, await detector.detect(frame));
      const maker = new ShotMaker({
        place: { site: 'home', device: 'pole-7', camera: 'cam0' },
        ...{ model: detector.model, software: 'vedette/test', config: 'b'.repeat(64), privacy },
        crop: { marginShare: 0.3, maxSide: 512, quality: 90 },
      });
      const shots = await maker.make(picks);
      expect(shots.map(({ label }) => label)).toEqual(['boat']);
      expect(shots[0]?.redaction).toMatchObject({ person: 'blurred' });
      expect(shots[0]?.redaction).not.toHaveProperty('boat');
    });
  },
);
