import { quietContext } from '@vedette/core/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Detection, Detector } from '../../detect/detector.ts';
import { openDetector } from '../../detect/run/open-detector.ts';
import { Painter } from './painter.ts';
import { type Placement, placePeople } from './scene.ts';

const size = { width: 640, height: 480 };
let detector: Detector;

beforeAll(async () => {
  const { log } = quietContext();
  detector = await openDetector({
    model: 'blazeface',
    modelFolders: [],
    provider: 'cpu',
    workers: 1,
    maxSide: 640,
    maxPixels: 1e7,
    log,
  });
});
afterAll(() => detector.close());

function isFace({ x, y, headWidth }: Placement, { box: [left, top, width, height] }: Detection): boolean {
  return Math.hypot(left + width / 2 - x, top + height / 2 - y) < headWidth / 2;
}

/** Those whose head is within the frame, and behind nobody who stands further to the front. */
function fullyVisible(placements: readonly Placement[]): Placement[] {
  return placements.filter(({ x, headWidth }, index) => {
    const inside = x > headWidth / 2 && x < size.width - headWidth / 2;
    const before = placements.slice(index + 1);
    return inside && before.every((other) => Math.abs(other.x - x) > headWidth / 2 + other.headWidth);
  });
}

test.each([1, 3, 6])(
  'the model that comes with npm finds nine of ten of %i people, and nobody else',
  async (people) => {
    const painter = await Painter.create(size.width, size.height);
    let visible = 0;
    let found = 0;
    let wrong = 0;
    for (let frame = 0; frame < 50; frame++) {
      const placements = placePeople({ seed: 1, people, ...size }, frame * 1.7);
      const image = await painter.paint(placements);
      const seen = await detector.detect({ ref: String(frame), at: 0, image });
      const detections = seen === 'still' ? [] : seen.detections;
      const faces = fullyVisible(placements);
      visible += faces.length;
      found += faces.filter((face) => detections.some((detection) => isFace(face, detection))).length;
      wrong += detections.filter((detection) => !placements.some((person) => isFace(person, detection))).length;
    }
    expect(visible).toBeGreaterThan(25);
    expect(found / visible).toBeGreaterThanOrEqual(0.9);
    expect(wrong).toBeLessThanOrEqual(2);
  },
);
