import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Detection } from '../detect/detector.ts';
import { findModel } from '../detect/models/find-model.ts';
import { OnnxDetector } from '../detect/run/onnx-detector.ts';
import { Painter } from '../sources/sim/painter.ts';
import type { Placement } from '../sources/sim/scene.ts';
import { Tracker } from './follow/tracker.ts';

const SIZE = { width: 640, height: 480 };
const FPS = 10;
let detector: OnnxDetector;

beforeAll(async () => {
  const file = findModel('blazeface', []);
  detector = await OnnxDetector.open({ file, provider: 'cpu', maxSide: 640, maxPixels: 1e7 });
});
afterAll(() => detector.close());

/** One who walks straight on. */
interface Walk {
  readonly look: number;
  readonly headWidth: number;
  /** Where at half time, px. */
  readonly x: number;
  /** px/s, to the right. */
  readonly speed: number;
  readonly y: number;
}

const SECONDS = 4;

function placementsAt(walks: readonly Walk[], seconds: number): Placement[] {
  return walks
    .map(({ speed, x, ...walk }) => ({ ...walk, x: x + speed * (seconds - SECONDS / 2), tilt: 0, turn: 0 }))
    .sort((a, b) => a.headWidth - b.headWidth);
}

/** Who is seen at the place of a detection: of those whose middle no head in front hides, the nearest. */
function whoIs({ box: [x, y, width, height] }: Detection, placements: readonly Placement[]): number | undefined {
  const away = (one: Placement, px: number, py: number) => Math.hypot(px - one.x, py - one.y);
  const seen = placements.filter((one, index) =>
    placements.slice(index + 1).every((front) => away(front, one.x, one.y) > front.headWidth / 2),
  );
  const distance = (one: Placement) => away(one, x + width / 2, y + height / 2);
  const [nearest] = seen.sort((a, b) => distance(a) - distance(b));
  return nearest && distance(nearest) < nearest.headWidth / 2 ? nearest.look : undefined;
}

/** Who each track was a sighting of, one after another. */
async function follow(walks: readonly Walk[]): Promise<Map<string, number[]>> {
  const painter = await Painter.create(SIZE.width, SIZE.height);
  const tracker = new Tracker({ minOverlap: 0.3, maxGap: 1_000_000, maxTracks: 10 });
  const people = new Map<string, number[]>();
  for (let frame = 0; frame <= SECONDS * FPS; frame += 1) {
    const placements = placementsAt(walks, frame / FPS);
    const image = await painter.paint(placements);
    const found = await detector.detect({ ref: String(frame), at: 0, image });
    for (const { track, detection } of tracker.update(found, (frame * 1e6) / FPS).sightings) {
      const who = whoIs(detection, placements);
      if (who !== undefined) people.set(track.id, [...(people.get(track.id) ?? []), who]);
    }
  }
  return people;
}

const TWO: [Walk, Walk] = [
  { look: 0, headWidth: 90, x: 320, speed: 140, y: 200 },
  { look: 4, headWidth: 76, x: 320, speed: -120, y: 190 },
];

test.each<[string, Walk[]]>([
  ['two who meet', TWO],
  ['two of whom one stands', [TWO[0], { look: 4, headWidth: 76, x: 320, speed: 0, y: 190 }]],
  ['two who run', TWO.map((walk) => ({ ...walk, speed: 2 * walk.speed }))],
  ['three', [...TWO, { look: 2, headWidth: 84, x: 520, speed: -60, y: 205 }]],
  ['one who overtakes another', TWO.map((walk, index) => ({ ...walk, speed: 200 - 180 * index }))],
])('%s, drawn by the simulated camera: nobody changes tracks, and each has one', async (_, walks) => {
  const people = await follow(walks);
  const long = [...people.values()].filter((sightings) => sightings.length > 3);
  const seen = long.map((sightings) => [...new Set(sightings)]);
  expect(seen.sort()).toEqual(walks.map(({ look }) => [look]).sort());
});
