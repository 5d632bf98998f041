import { setTimeout as sleep } from 'node:timers/promises';
import { BadInputError, ResourceError } from '@vedette/core/errors';
import type { Shot } from '@vedette/core/message';
import { loggedContext, quietContext, sampleShot } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import type { DetectorCounts } from './counts.ts';
import { openDetector } from './detect/run/open-detector.ts';
import type { Frame } from './frame.ts';
import { ShotMaker } from './shot/shot-maker.ts';
import { open } from './sources/open.testing.ts';
import type { Source } from './sources/source.ts';
import { TrackSelector } from './track/select-by-track.ts';
import { TRACK_OPTIONS } from './track/track-selector.testing.ts';
import { frame, run, sourceOf } from './watch.testing.ts';

const PLACE = { site: 'home', device: 'jetson-1', camera: 'door' };
const TRACK = { ...TRACK_OPTIONS, minSeen: 2 };

function booksClose({ faces, shots, suppressed }: DetectorCounts): boolean {
  return faces === Object.values(suppressed).reduce((sum, count) => sum + count, shots);
}

test('every: each face of each frame, in order', async () => {
  const frames = [frame(0, 0.9, 0.8), frame(1), frame(2, 0.7)];
  const { error, shots, counts } = await run({ source: sourceOf(frames) });
  expect(error).toBeUndefined();
  expect(shots).toEqual([
    ['f0', 0.9],
    ['f0', 0.8],
    ['f2', 0.7],
  ]);
  expect(counts).toEqual({ frames: 3, faces: 3, shots: 3, suppressed: {}, unreadable: 0 });
});

test('track: each face is a shot, or let go for a reason, at the end of the run', async () => {
  // The one is best in a frame before its first shot and again at its end; the other is seen once.
  const frames = [frame(0, 0.6), frame(1, 0.5), frame(2, 0.9, 0.9), frame(3, 0.5)];
  const { shots, counts } = await run({ source: sourceOf(frames), selector: new TrackSelector(TRACK) });
  expect(shots).toEqual([
    ['f0', 0.6],
    ['f2', 0.9],
  ]);
  expect(counts).toEqual({ frames: 4, faces: 5, shots: 2, suppressed: { track: 2, brief: 1 }, unreadable: 0 });
});

test('a frame that cannot be read is counted, and the run goes on', async () => {
  const empty: Frame = { ref: 'f0', at: 0, image: { type: 'encoded', data: Buffer.alloc(0) } };
  const { error, shots, counts } = await run({ source: sourceOf([empty, frame(1, 0.9)]) });
  expect(error).toBeUndefined();
  expect(shots).toEqual([['f1', 0.9]]);
  expect(counts).toMatchObject({ frames: 1, faces: 1, shots: 1, unreadable: 1 });
});

test('a frame that cannot be cut takes no other with it, and is named once, at the end too', async () => {
  const { log, lines } = loggedContext();
  const frames = [frame(0, 0.9, 0.8), frame(1, 0.5, 0.5), frame(2, 0.5, 0.99), frame(3, 0.95, 0.5)];
  const { error, shots, counts } = await run({
    source: sourceOf(frames),
    selector: new TrackSelector({ ...TRACK, bestMargin: 1 }),
    log,
    async makeShots(picks) {
      return picks.map(({ frame: { ref }, detection: { score } }) => {
        if (ref === 'f0' || ref === 'f2') throw new BadInputError('truncated', 'the picture is cut short');
        return sampleShot({ score, frame: { ref, width: 640, height: 480 } });
      });
    },
  });
  expect(error).toBeUndefined();
  expect(shots).toEqual([['f3', 0.95]]);
  expect(counts).toEqual({ frames: 4, faces: 8, shots: 1, suppressed: { unreadable: 3, track: 4 }, unreadable: 2 });
  expect(lines.map(({ msg }) => msg)).toEqual([
    'f0 is left out: the picture is cut short',
    'f2 is left out: the picture is cut short',
  ]);
});

test('a source that fails: what its open tracks hold is sent, and the failure is thrown', async () => {
  const failure = new ResourceError('ffmpeg was killed');
  const frames = [frame(0, 0.5), frame(1, 0.5), frame(2, 0.9)];
  const { error, shots, counts } = await run({
    source: sourceOf(frames, failure),
    selector: new TrackSelector(TRACK),
  });
  expect(error).toBe(failure);
  expect(shots).toEqual([
    ['f0', 0.5],
    ['f2', 0.9],
  ]);
  expect(counts).toMatchObject({ faces: 3, shots: 2, suppressed: { track: 1 } });
});

test('what the edge broker did not get is counted as not sent', async () => {
  const failure = new Error('the link was closed');
  const sent: Shot[] = [];
  const { error, counts } = await run({
    source: sourceOf([frame(0, 0.9, 0.8, 0.7)]),
    async publish(shot) {
      if (sent.length === 1) throw failure;
      sent.push(shot);
    },
  });
  expect(error).toBe(failure);
  expect(counts).toMatchObject({ faces: 3, shots: 1, suppressed: { unsent: 2 } });
});

test("a camera's bad frames are one line, a file's are a line each, with their names", async () => {
  const linesOf = async (finite: boolean) => {
    const { log, lines } = loggedContext();
    const source: Source = {
      finite,
      // biome-ignore lint/correctness/useYield: it has no good frame
      async *frames(_, { onBadInput }) {
        for (const ref of ['a', 'b', 'c']) onBadInput?.(ref, 'broken', 'half a picture');
      },
    };
    const { counts } = await run({ source, log });
    expect(counts.unreadable).toBe(3);
    return lines.map(({ msg, count }) => [msg, count]);
  };
  expect(await linesOf(true)).toEqual(['a', 'b', 'c'].map((ref) => [`${ref} is left out: half a picture`, undefined]));
  expect(await linesOf(false)).toEqual([
    ['frames of the camera cannot be read', 1],
    ['frames of the camera cannot be read', 2],
  ]);
});

test('an abort ends it, and what the open tracks hold is sent', async () => {
  const abort = new AbortController();
  const source: Source = {
    finite: false,
    async *frames(signal) {
      for (let number = 0; !signal.aborted; number++) {
        yield frame(number, 0.5 + number / 10);
        if (number === 3) abort.abort();
        await sleep(1);
      }
    },
  };
  const { error, shots, counts } = await run({ source, selector: new TrackSelector(TRACK) }, abort.signal);
  expect(error).toBeUndefined();
  expect(shots).toEqual([
    ['f1', 0.6],
    ['f3', 0.8],
  ]);
  expect(booksClose(counts)).toBe(true);
});

test('the simulated camera and the model that comes with npm: the books close', async () => {
  const { log } = quietContext();
  const real = await openDetector({
    ...{ model: 'blazeface', modelFolders: [], provider: 'cpu', workers: 1, maxSide: 640, maxPixels: 50_000_000, log },
  });
  onTestFinished(() => real.close());
  const context = { place: PLACE, model: real.model, software: 'test', config: 'b'.repeat(64) };
  const crop = { marginShare: 0.3, maxSide: 512, quality: 90 };
  const maker = new ShotMaker({ ...context, crop, privacy: { default: 'full' } });
  const { error, counts } = await run({
    source: open('sim:people=8,fps=10,frames=90'),
    detector: real,
    selector: new TrackSelector({ ...TRACK, minSeen: 3 }),
    makeShots: (picks) => maker.make(picks),
  });
  expect(error).toBeUndefined();
  expect(counts.frames).toBe(90);
  expect(counts.shots).toBeGreaterThan(1);
  expect(counts.faces).toBeGreaterThan(counts.shots * 5);
  expect(booksClose(counts)).toBe(true);
});
