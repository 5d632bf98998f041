import { expect, test } from 'vitest';
import type { Detection } from '../detect/detector.ts';
import type { Frame } from '../frame.ts';
import { selectEvery } from '../track/select-every.ts';
import { hideMissed } from './hide-missed.ts';

const SIZE = { width: 640, height: 480 };

function detection(label: string, x: number): Detection {
  return { label, score: 0.9, box: [x, 0, 50, 50], landmarks: [] };
}

function frame(at: number): Frame {
  return { ref: '', at, image: { type: 'encoded', data: Buffer.alloc(0) } };
}

test('who is to be hidden and is missed in a frame is among the others there, who is shown is not', () => {
  const selector = hideMissed(selectEvery, { default: 'full', face: 'blurred' });
  const [person, face, car] = [detection('person', 0), detection('face', 100), detection('car', 200)];
  selector.offer(frame(0), { ...SIZE, detections: [person, face, car] });
  const { picks } = selector.offer(frame(100_000), { ...SIZE, detections: [person] });
  expect(picks.map((pick) => pick.detection)).toEqual([person]);
  expect(picks.map((pick) => pick.others)).toEqual([[face]]);
});

test('who was unsure or unwanted is remembered too', () => {
  const selector = hideMissed(selectEvery, { default: 'none', person: 'full' });
  const [person, unsure, unwanted] = [detection('person', 0), detection('face', 100), detection('face', 200)];
  const first = selector.offer(frame(0), { ...SIZE, detections: [person], unsure: [unsure] }, [unwanted]);
  expect(first.picks[0]?.others).toEqual([unsure, unwanted]);
  const { picks } = selector.offer(frame(100_000), { ...SIZE, detections: [person] });
  expect(picks[0]?.others).toEqual([unsure, unwanted]);
});
