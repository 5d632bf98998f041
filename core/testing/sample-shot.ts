import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { readImageHeader } from '../message/image-header.ts';
import type { FaceShot, Pictured } from '../message/shot.ts';

/** A real JPEG of 16x12 pixels, all skin-coloured. */
export const SAMPLE_JPEG = Buffer.from(
  '/9j/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9j' +
    'QjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAMABADASIAAhEBAxEB/8QAFQABAQAAAAAA' +
    'AAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAABP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEA' +
    'AhEDEQA/AKIAhr//2Q==',
  'base64',
);

/** A valid face shot with an id of its own; `over` replaces what a test cares for, `data` its image. */
export function sampleShot(over: Partial<Pictured<FaceShot>> = {}, data: Buffer = SAMPLE_JPEG): Pictured<FaceShot> {
  const header = readImageHeader(data);
  if (!header) throw new Error('the sample image must be a JPEG, PNG or WebP');
  return {
    v: 1,
    id: uuidv7(),
    kind: 'face',
    site: 'home',
    device: 'jetson-1',
    camera: 'door',
    session: 'b00t',
    seq: 7,
    at: Date.UTC(2026, 10, 20, 22, 38, 28, 123) * 1_000 + 456,
    clock: { offsetMs: null, suspect: false },
    software: 'vedette/test',
    label: 'face',
    score: 0.93,
    box: [10.5, 20, 64, 96],
    landmarks: [
      [30, 50],
      [60, 50],
    ],
    frame: { ref: 'walk.mp4#42', width: 1_280, height: 720 },
    track: { id: 't1', phase: 'first', seen: 1 },
    quality: { sharpness: 120.5, area: 0.0067, pose: 0.8 },
    model: { name: 'yunet', sha256: 'a'.repeat(64), provider: 'cpu' },
    config: 'b'.repeat(64),
    image: { ...header, sha256: createHash('sha256').update(data).digest('hex'), data },
    ...over,
  };
}

/** A shot whose detection is not to be shown: the description is all there is. */
export function hiddenShot(over: Partial<FaceShot> = {}): FaceShot {
  const { image: _, ...shot } = sampleShot();
  return { ...shot, redaction: { face: 'none' }, ...over };
}
