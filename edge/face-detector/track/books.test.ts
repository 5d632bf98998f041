import { seededRandom } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import type { Box } from '../detect/box.ts';
import type { Detection } from '../detect/detector.ts';
import type { Frame } from '../frame.ts';
import { chooseSelector } from './choose-selector.ts';
import type { Selection, Selector } from './selector.ts';
import { trackSchema } from './settings.ts';

const SIZE = { width: 640, height: 480 };

/** A selector with settings that have something of everything let go. */
function selectorOf(seed: number, random: () => number): Selector {
  const track = trackSchema.parse({
    ...{ minSeen: 1 + Math.floor(3 * random()), firstWithinSeconds: 0.1 + random(), goodWorth: random() },
    ...{ bestWithinSeconds: 1 + 5 * random(), maxTracks: 3, maxHeldBytes: 250, stationarySeconds: 0.5 + 2 * random() },
    ...(seed % 3 === 0 && { againSeconds: 1 }),
  });
  return chooseSelector({
    ...{ select: seed % 5 === 0 ? 'every' : 'track', track, sureScore: 0.6, marginShare: 0.3 },
    ...{ sizes: { minSide: 20, maxShare: 0.2 }, minScores: { person: 0.5 } },
    zones: [
      {
        name: 'window',
        mode: 'ignore',
        points: [
          [0, 0],
          [0.3, 0],
          [0.3, 0.3],
          [0, 0.3],
        ],
      },
    ],
    maxShotsPerSecond: 2,
  });
}

/** Walkers, posters and noise. */
function detectionsAt(seconds: number, seed: number, random: () => number): Detection[] {
  return Array.from({ length: 6 }, (_, index) => {
    const [speed, side] = [index % 2 === 0 ? 60 * (index + 1) : 0, 15 + 20 * index];
    const box: Box = [(seed * 37 + index * 110 + speed * seconds) % 600, 60 * index + 3 * random(), side, side];
    return { label: index === 3 ? 'person' : 'face', score: 0.3 + 0.7 * random(), box, landmarks: [] };
  }).filter(() => random() < 0.8);
}

/** How many of the detections of each time are without an end, as selections come. */
class Open {
  readonly #byTime = new Map<number, number>();
  readonly picked = new Set<Detection>();

  offered(at: number, count: number): void {
    this.#byTime.set(at, (this.#byTime.get(at) ?? 0) + count);
  }

  settle({ picks, letGo }: Selection): void {
    for (const { frame, detection } of picks) {
      expect(this.picked.has(detection)).toBe(false);
      this.picked.add(detection);
      this.offered(frame.at, -1);
    }
    for (const { at: times } of letGo) for (const at of times) this.offered(at, -1);
    expect(this.counts.every((count) => count >= 0)).toBe(true);
  }

  get counts(): number[] {
    return [...this.#byTime.values()];
  }
}

test.each(Array.from({ length: 40 }, (_, index) => index + 1))(
  'run %i: each detection is picked or let go, once',
  (seed) => {
    const random = seededRandom(seed);
    const selector = selectorOf(seed, random);
    const open = new Open();
    const reasons = new Set<string>();
    let at = seed * 1e9;
    for (let number = 0; number < 150; number += 1) {
      at += 100_000 + Math.floor(50_000 * random());
      if (random() < 0.02) at += random() < 0.5 ? -7_200e6 : 7_200e6;
      const frame: Frame = { ref: '', at, image: { type: 'encoded', data: Buffer.alloc(60 + (number % 60)) } };
      const detections = detectionsAt(number / 10, seed, random);
      const isStill = random() < 0.2;
      const selection = isStill ? selector.still(at) : selector.offer(frame, { ...SIZE, detections });
      if (!isStill) open.offered(at, detections.length);
      open.settle(selection);
      for (const { reason } of selection.letGo) reasons.add(reason);
    }
    open.settle(selector.finish());
    expect(open.counts.every((count) => count === 0)).toBe(true);
    expect(open.picked.size).toBeGreaterThan(0);
    expect(reasons).toContain('size');
  },
);
