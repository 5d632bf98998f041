import { BadInputError } from '@vedette/core/errors';
import type { Shot } from '@vedette/core/message';
import { quietContext, sampleShot } from '@vedette/core/testing';
import { DetectorMeter } from './counts.ts';
import type { Detector } from './detect/detector.ts';
import type { Frame } from './frame.ts';
import type { Source } from './sources/source.ts';
import { selectEvery } from './track/select-every.ts';
import { type WatchParts, watch } from './watch.ts';

/** A frame of whose image only this is known: how sure a detector is of the faces that it finds side by side. */
export function frame(number: number, ...scores: number[]): Frame {
  return {
    ref: `f${number}`,
    at: number * 100_000,
    image: { type: 'encoded', data: Buffer.from(JSON.stringify(scores)) },
  };
}

/** Finds what the frame says. */
const detector: Detector = {
  model: { name: 'given', sha256: 'a'.repeat(64), provider: 'none' },
  places: 2,
  async detect({ image }) {
    if (image.data.length === 0) throw new BadInputError('empty', 'the picture has no bytes');
    const scores: number[] = JSON.parse(image.data.toString());
    const detections = scores.map((score, index) => ({
      label: 'face',
      score,
      box: [index * 100, 10, 50, 50] as const,
      landmarks: [],
    }));
    return { width: 640, height: 480, detections };
  },
  async close() {},
};

/** A source that gives these frames, and then fails if it is told to. */
export function sourceOf(frames: readonly Frame[], failure?: Error): Source {
  return {
    finite: true,
    async *frames() {
      yield* frames;
      if (failure) throw failure;
    },
  };
}

/** Runs parts that stand in for themselves unless given, and says what was published, counted and thrown. */
export async function run(over: Partial<WatchParts>, signal: AbortSignal = new AbortController().signal) {
  const { log, metrics } = quietContext();
  const meter = new DetectorMeter(metrics);
  const shots: Shot[] = [];
  const parts: WatchParts = {
    ...{ source: sourceOf([]), detector, selector: selectEvery, meter, log },
    makeShots: async (picks) =>
      picks.map(({ frame: { ref }, detection: { score } }) =>
        sampleShot({ score, frame: { ref, width: 640, height: 480 } }),
      ),
    publish: async (shot) => void shots.push(shot),
    onState: () => {},
    ...over,
  };
  const error = await watch(parts, signal).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return {
    error,
    counts: meter.counts,
    shots: shots.map((shot) => ('frame' in shot ? [shot.frame.ref, shot.score] : [])),
  };
}
