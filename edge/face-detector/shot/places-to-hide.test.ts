import { expect, test } from 'vitest';
import type { Box } from '../detect/box.ts';
import type { Detection } from '../detect/detector.ts';
import { placesToHide } from './places-to-hide.ts';

const REGION = { left: 100, top: 50, width: 200, height: 100 };

function detection(box: Box, label = 'face'): Detection {
  return { label, score: 0.9, box, landmarks: [] };
}

test('a place is the box with a margin, as it lies in the picture', () => {
  const places = placesToHide([detection([180, 80, 40, 20])], { default: 'full', face: 'blurred' }, REGION, REGION);
  const region = { left: 70, top: 20, width: 60, height: 40 };
  expect(places).toEqual([{ label: 'face', method: 'blurred', region, cell: 5 }]);
});

test('in a picture that was scaled down it is scaled too, and never cut short', () => {
  const size = { width: 67, height: 33 };
  const [place] = placesToHide([detection([180, 80, 40, 20])], { default: 'pixelated' }, REGION, size);
  expect(place?.region).toEqual({ left: 23, top: 6, width: 21, height: 14 });
  expect(place?.cell).toBeCloseTo((20 * 0.33) / 4);
});

test('what reaches beyond the picture is hidden as far as it is in it', () => {
  const boxes: Box[] = [
    [60, 20, 60, 60],
    [290, 140, 80, 80],
    [0, 0, 1_000, 1_000],
  ];
  const places = placesToHide(
    boxes.map((box) => detection(box)),
    { default: 'none' },
    REGION,
    REGION,
  );
  expect(places.map(({ region }) => region)).toEqual([
    { left: 0, top: 0, width: 50, height: 60 },
    { left: 150, top: 50, width: 50, height: 50 },
    { left: 0, top: 0, width: 200, height: 100 },
  ]);
});

test('what is to be shown, or lies outside, has no place', () => {
  const [car, face] = [detection([150, 60, 40, 40], 'car'), detection([400, 60, 40, 40])];
  expect(placesToHide([car, face], { default: 'blurred', car: 'full' }, REGION, REGION)).toEqual([]);
});

test('a neighbour whose box ends before the picture is hidden where its hair may be in it', () => {
  const [place] = placesToHide([detection([50, 60, 48, 48])], { default: 'blurred' }, REGION, REGION);
  expect(place?.region).toMatchObject({ left: 0, width: 22 });
});
