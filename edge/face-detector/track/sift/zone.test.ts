import { expect, test } from 'vitest';
import type { Detection } from '../../detect/detector.ts';
import { passesZones, type Zone, zoneSchema } from './zone.ts';

const FRAME = { width: 200, height: 100 };

/** A detection of ten pixels around a point. */
function at(x: number, y: number, label = 'face'): Detection {
  return { label, score: 0.9, box: [x - 5, y - 5, 10, 10], landmarks: [] };
}

function zone(mode: Zone['mode'], points: Zone['points'], labels?: string[]): Zone {
  return { name: 'zone', mode, points, ...(labels && { labels }) };
}

const LEFT: Zone['points'] = [
  [0, 0],
  [0.5, 0],
  [0.5, 1],
  [0, 1],
];
/** A room with a corner cut out: the upper right quarter is outside. */
const ANGLE: Zone['points'] = [
  [0, 0],
  [0.5, 0],
  [0.5, 0.5],
  [1, 0.5],
  [1, 1],
  [0, 1],
];

test.each<[string, Zone[], [x: number, y: number, label?: string][], boolean[]]>([
  ['no zone lets all pass', [], [[100, 50]], [true]],
  [
    'what is to be ignored does not pass',
    [zone('ignore', LEFT)],
    [
      [50, 50],
      [150, 50],
    ],
    [false, true],
  ],
  [
    'of what is asked for only, nothing else passes',
    [zone('only', LEFT)],
    [
      [50, 50],
      [150, 50],
    ],
    [true, false],
  ],
  [
    'the middle of a box counts',
    [zone('ignore', LEFT)],
    [
      [99, 50],
      [101, 50],
    ],
    [false, true],
  ],
  [
    'a corner that is cut out is outside',
    [zone('only', ANGLE)],
    [
      [50, 20],
      [150, 20],
      [150, 80],
    ],
    [true, false, true],
  ],
  [
    'ignored within what is asked for',
    [
      zone('only', LEFT),
      zone('ignore', [
        [0, 0],
        [0.5, 0],
        [0.5, 0.5],
        [0, 0.5],
      ]),
    ],
    [
      [50, 20],
      [50, 80],
    ],
    [false, true],
  ],
  [
    'either of two that are asked for',
    [
      zone('only', LEFT),
      zone('only', [
        [0.9, 0],
        [1, 0],
        [1, 1],
        [0.9, 1],
      ]),
    ],
    [
      [50, 50],
      [150, 50],
      [190, 50],
    ],
    [true, false, true],
  ],
  [
    'a zone for one label is none for others',
    [zone('only', LEFT, ['car'])],
    [
      [150, 50],
      [150, 50, 'car'],
    ],
    [true, false],
  ],
])('%s', (_, zones, places, passes) => {
  expect(places.map(([x, y, label]) => passesZones(zones, at(x, y, label), FRAME))).toEqual(passes);
});

test.each([
  {
    name: 'two corners',
    mode: 'only',
    points: [
      [0, 0],
      [1, 1],
    ],
  },
  {
    name: 'in pixels',
    mode: 'only',
    points: [
      [0, 0],
      [640, 0],
      [640, 480],
    ],
  },
  { name: 'no mode', points: LEFT },
  { name: 'for nothing', mode: 'ignore', points: LEFT, labels: [] },
])('$name is no zone', (wrong) => {
  expect(zoneSchema.safeParse(wrong).success).toBe(false);
});
