import { expect, test } from 'vitest';
import type { Detection, Detections } from '../../detect/detector.ts';
import type { Frame } from '../../frame.ts';
import type { Selector } from '../selector.ts';
import { SiftedSelector, type SiftOptions } from './sift.ts';

const FRAME: Frame = { ref: 'f', at: 7, image: { type: 'encoded', data: Buffer.alloc(0) } };
const ALL: SiftOptions = { minScores: {}, zones: [] };

function detection(x: number, side: number, score = 0.9, label = 'face'): Detection {
  return { label, score, box: [x, 10, side, side / 2], landmarks: [] };
}

/** What a selector behind these settings is offered, and what is let go of before it. */
function sift(over: Partial<SiftOptions>, found: Omit<Detections, 'width' | 'height'>) {
  const offered: { found: Detections; unwanted: readonly Detection[] }[] = [];
  const inner: Selector = {
    offer(_, found, unwanted = []) {
      offered.push({ found, unwanted });
      return { picks: [], letGo: [] };
    },
    still: () => ({ picks: [], letGo: [] }),
    finish: () => ({ picks: [], letGo: [] }),
  };
  const { letGo } = new SiftedSelector(inner, { ...ALL, ...over }).offer(FRAME, { width: 200, height: 100, ...found });
  const [{ found: left, unwanted } = { found: undefined, unwanted: undefined }] = offered;
  return { detections: left?.detections, unsure: left?.unsure, unwanted, letGo };
}

const [small, large] = [detection(0, 10), detection(50, 80)];

test.each<Partial<SiftOptions>>([{ minSide: 11 }, { minShare: 0.01 }])(
  '%j: what is too small is in the picture, and no more',
  (over) => {
    expect(sift(over, { detections: [small, large] })).toEqual({
      ...{ detections: [large], unsure: [], unwanted: [small] },
      letGo: [{ reason: 'size', at: [7] }],
    });
  },
);

test.each<Partial<SiftOptions>>([{ maxSide: 79 }, { maxShare: 0.1 }])('%j: nor what is too large', (over) => {
  expect(sift(over, { detections: [small, large] })).toMatchObject({ detections: [small], unwanted: [large] });
});

test('the bounds themselves are within', () => {
  expect(sift({ minSide: 10, maxSide: 80 }, { detections: [small, large] }).letGo).toEqual([]);
});

test('what is less sure than was asked for its label may go on with a track', () => {
  const [person, face] = [detection(0, 40, 0.4, 'person'), detection(50, 40, 0.4)];
  expect(sift({ minScores: { person: 0.5 } }, { detections: [person, face] })).toEqual({
    ...{ detections: [face], unsure: [person], unwanted: [] },
    letGo: [{ reason: 'score', at: [7] }],
  });
});

test('what was unsure already has no end of its own, and goes on with no track from where nobody looks', () => {
  const zones: SiftOptions['zones'] = [
    {
      name: 'left',
      mode: 'ignore',
      points: [
        [0, 0],
        [0.2, 0],
        [0.2, 1],
        [0, 1],
      ],
    },
  ];
  expect(sift({ zones }, { detections: [small], unsure: [detection(2, 20, 0.3), detection(90, 20, 0.3)] })).toEqual({
    ...{ detections: [], unsure: [detection(90, 20, 0.3)], unwanted: [small, detection(2, 20, 0.3)] },
    letGo: [{ reason: 'zone', at: [7] }],
  });
});
