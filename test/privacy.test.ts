import type { Shot } from '@vedette/core/message';
import { hasPrograms, sharedFile } from '@vedette/core/testing';
import { describe, expect, test } from 'vitest';
import { privateHouse } from './support/private-house.ts';
import { seenFaces } from './support/seen-faces.ts';

/** Several people side by side, whose faces are cut at the size that the camera gave. */
const PICTURES = ['apollo11-crew.jpg', 'voc-2007_007763.jpg', 'voc-2008_001322.jpg'];
const FACES = 13;
/** So much around a face that its neighbours are in its picture. */
const MARGIN_SHARE = 1;

/** From the one on a face is seen, up to the other there is nothing of it. */
const [SEEN, HIDDEN] = [0.8, 0.2];

const manifest = sharedFile('testdata/MANIFEST.json');
const model = sharedFile('models/yunet_n_dynamic.onnx') ?? '';

describe.skipIf(!manifest || !model || !hasPrograms('mosquitto_sub'))(
  'who is not to be seen (needs ../shared/testdata, ../shared/models and mosquitto_sub)',
  () => {
    test('is nowhere on the wire, on the disk and in the bucket, where without the setting they are everywhere', async () => {
      const house = await privateHouse(PICTURES);
      const look = (camera: string, ...settings: string[]) =>
        house.look(camera, ['--model', model, ...['crop.marginShare=1', ...settings].flatMap(setting)]);

      await look('none', 'privacy.face=none');
      expect(picturesIn(house.onDisk())).toBe(0);
      await look('blurred', 'privacy.face=blurred');
      await look('pixelated', 'privacy.default=pixelated');
      const [wire, disk] = [house.wire().map(({ payload }) => payload), house.onDisk()];
      // The broker has each once, and so has the spool; there is no picture besides.
      expect(picturesIn(disk)).toBe(2 * 2 * FACES);
      await look('open');
      const originals = imagesOf(house.shotsOf('open'));
      expect(originals).toHaveLength(FACES);
      expect(filesWith(originals, wire)).toBe(0);
      expect(filesWith(originals, disk)).toBe(0);
      expect(filesWith(originals, house.onDisk()), 'what was looked for is there now').toBeGreaterThanOrEqual(2);

      await expectSeen(house.shotsOf('open'), (likeness) => likeness > SEEN);
      await expectSeen(house.shotsOf('blurred'), (likeness) => likeness < HIDDEN);
      await expectSeen(house.shotsOf('pixelated'), (likeness) => likeness < HIDDEN);

      const objects = await house.deliver();
      for (const camera of ['blurred', 'pixelated', 'none']) {
        expect(filesWith(originals, [...objects(camera).values()])).toBe(0);
      }
      for (const camera of ['open', 'blurred', 'pixelated']) {
        expect(imagesIn(objects(camera))).toEqual(imagesOf(house.shotsOf(camera)).toSorted(Buffer.compare));
      }
      const keys = [...objects('none').keys()];
      expect(keys).toHaveLength(FACES);
      expect(keys.every((key) => /[0-9a-f]{12}\.json$/.test(key))).toBe(true);
    }, 120_000);
  },
);

function setting(text: string): string[] {
  return ['--set', `faceDetector.${text}`];
}

/** Every face in these shots is seen as it should be, the neighbours' too. */
async function expectSeen(shots: readonly Shot[], isRight: (likeness: number) => boolean): Promise<void> {
  const seen = await seenFaces(shots, MARGIN_SHARE);
  expect(seen.filter(({ isOwn }) => isOwn)).toHaveLength(FACES);
  expect(seen.filter(({ isOwn }) => !isOwn).length).toBeGreaterThanOrEqual(3);
  expect(seen.filter(({ likeness }) => !isRight(likeness))).toEqual([]);
}

function imagesOf(shots: readonly Shot[]): Buffer[] {
  return shots.flatMap(({ image }) => (image ? [Buffer.from(image.data)] : []));
}

function imagesIn(objects: ReadonlyMap<string, Buffer>): Buffer[] {
  return [...objects].flatMap(([key, body]) => (key.endsWith('.jpg') ? [body] : [])).toSorted(Buffer.compare);
}

/** How many files have a piece of any of these images in them; in pieces, since a database may cut up what it holds. */
function filesWith(images: readonly Buffer[], files: readonly Buffer[]): number {
  const pieces = images.flatMap((image) =>
    [0.3, 0.5, 0.7].map((share) => image.subarray(Math.floor(image.length * share)).subarray(0, 24)),
  );
  return files.filter((file) => pieces.some((piece) => file.includes(piece))).length;
}

/** How many JPEGs begin in these bytes: inside of one, no byte 0xff is followed by 0xd8. */
function picturesIn(files: readonly Buffer[]): number {
  return files.reduce((sum, bytes) => sum + bytes.toString('latin1').split('\xff\xd8\xff').length - 1, 0);
}
