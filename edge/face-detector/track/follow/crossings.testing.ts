import { seededRandom } from '@vedette/core/testing';
import { type Box, intersectionOverUnion } from '../../detect/box.ts';
import type { Detection } from '../../detect/detector.ts';
import { Tracker } from './tracker.ts';

/** Somebody drawn as a box, known by name. */
export interface Walker {
  readonly name: string;
  /** Centre in px after so many seconds, and the side of the box. Who has the larger box is in front. */
  at(seconds: number): { readonly x: number; readonly y: number; readonly size: number };
}

export interface WalkOptions {
  readonly fps: number;
  readonly seconds: number;
  /** Standard deviation of each side of a box, as a share of its size. */
  readonly noise: number;
  /** Share of the detections that are missing. */
  readonly missing: number;
  readonly seed: number;
}

/** A detector leaves one of two boxes that overlap by more. */
const NMS_OVERLAP = 0.3;

/** Follows walkers as a detector would see them: how often a track goes over from one to another, and who has how many tracks. */
export function follow(walkers: readonly Walker[], { fps, seconds, noise, missing, seed }: WalkOptions) {
  const random = seededRandom(seed);
  const tracker = new Tracker({ minOverlap: 0.3, maxGap: 1_000_000, maxTracks: 100 });
  const nameOf = new Map<string, string>();
  let switches = 0;
  for (let frame = 0; frame <= seconds * fps; frame += 1) {
    const boxes = walkers.map((walker) => ({ name: walker.name, box: boxOf(walker.at(frame / fps)) }));
    const seen = visible(boxes).filter(() => random() >= missing);
    const detections = seen.map(({ box }) => detectionOf(shaken(box, noise, random)));
    const { sightings } = tracker.update({ detections }, Math.round((frame * 1e6) / fps));
    for (const [index, { track }] of sightings.entries()) {
      const name = seen[index]?.name ?? '';
      const before = nameOf.get(track.id);
      if (before !== undefined && before !== name) switches += 1;
      nameOf.set(track.id, name);
    }
  }
  const tracks = (name: string) => [...nameOf.values()].filter((other) => other === name).length;
  return { switches, tracks: Object.fromEntries(walkers.map(({ name }) => [name, tracks(name)])) };
}

function detectionOf(box: Box, score = 0.9, label = 'face'): Detection {
  return { label, score, box, landmarks: [] };
}

function boxOf({ x, y, size }: ReturnType<Walker['at']>): Box {
  return [x - size / 2, y - size / 2, size, size];
}

function visible(boxes: readonly { name: string; box: Box }[]) {
  const left: { name: string; box: Box }[] = [];
  for (const one of boxes.toSorted((a, b) => b.box[2] - a.box[2])) {
    if (left.every(({ box }) => intersectionOverUnion(box, one.box) <= NMS_OVERLAP)) left.push(one);
  }
  return left;
}

function shaken([x, y, width, height]: Box, noise: number, random: () => number): Box {
  const by = () => noise * width * gauss(random);
  return [x + by(), y + by(), width + by(), height + by()];
}

/** Box and Muller's. */
function gauss(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
