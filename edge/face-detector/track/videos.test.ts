import { hasPrograms, sharedFile } from '@vedette/core/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OnnxDetector } from '../detect/run/onnx-detector.ts';
import { open } from '../sources/open.testing.ts';
import { chooseSelector } from './choose-selector.ts';
import { Tracker } from './follow/tracker.ts';
import type { Pick, Selection } from './selector.ts';
import { trackSchema } from './settings.ts';
import { worthOf } from './worth.ts';

const MODEL = sharedFile('models/yunet_n_dynamic.onnx');
const VIDEOS = sharedFile('testdata/video');
const TRACK = trackSchema.parse({});

describe.skipIf(!MODEL || !VIDEOS || !hasPrograms('ffmpeg', 'ffprobe'))(
  'real videos with YuNet (../shared/models, ../shared/testdata/video, ffmpeg)',
  () => {
    let detector: OnnxDetector;
    beforeAll(async () => {
      const options = { file: MODEL ?? '', provider: 'cpu', tellUnsure: true };
      detector = await OnnxDetector.open({ ...options, maxSide: 640, maxPixels: 5e7 });
    });
    afterAll(() => detector.close());

    /** What is sent of a video, of whose frames only these are looked at. */
    async function select(
      name: string,
      isLookedAt: (frame: number) => boolean = () => true,
      last = Number.POSITIVE_INFINITY,
    ) {
      const sureScore = detector.model.sureScore ?? 0;
      const settings = { track: TRACK, sureScore, sizes: {}, minScores: {}, zones: [], marginShare: 0.3 };
      const selector = chooseSelector({ select: 'track', ...settings });
      const tracker = new Tracker({ ...TRACK, maxGap: TRACK.maxGapSeconds * 1e6 });
      const shots: Pick[] = [];
      const best = new Map<string, number>();
      let [faces, letGo] = [0, 0];
      const take = (selection: Selection) => {
        shots.push(...selection.picks);
        letGo += selection.letGo.reduce((sum, { at }) => sum + at.length, 0);
      };
      const abort = new AbortController();
      for await (const frame of open(`video:${VIDEOS}/${name}`).frames(abort.signal, {})) {
        if (Number(frame.ref) > last) break;
        if (!isLookedAt(Number(frame.ref))) continue;
        const found = await detector.detect(frame);
        faces += found.detections.length;
        for (const { track, detection } of tracker.update(found, frame.at).sightings) {
          best.set(track.id, Math.max(best.get(track.id) ?? 0, worthOf(detection, found)));
        }
        take(selector.offer(frame, found));
      }
      take(selector.finish());
      expect(letGo + shots.length).toBe(faces);
      const people = [...new Set(shots.map(({ track }) => track?.id ?? ''))];
      return { shots, faces, people, best };
    }

    /** The worth of the best shot of each person, as a share of the best sighting of theirs. */
    function keptOf({ shots, people, best }: Awaited<ReturnType<typeof select>>): number[] {
      return people.map((id) => {
        const worths = shots.filter(({ track }) => track?.id === id).map((pick) => worthOf(pick.detection, pick));
        return Math.max(...worths) / (best.get(id) ?? 0);
      });
    }

    test.each([
      ['head-pose-1-person.mp4', 1, 20],
      ['head-pose-2-people.mp4', 2, 40],
      ['walking-towards-camera.mp4', 2, 20],
    ])(
      '%s: %i people, at least %i times fewer images than faces, the best of each among them',
      async (name, people, fewer) => {
        const seen = await select(name);
        expect(seen.people).toHaveLength(people);
        expect(seen.faces / seen.shots.length).toBeGreaterThanOrEqual(fewer);
        expect(Math.min(...keptOf(seen))).toBeGreaterThanOrEqual(1 / TRACK.bestMargin);
      },
    );

    test('one-by-one-person.mp4: who shows only the back of the head is not sent, who turns the face in leaving is', async () => {
      // In the frames up to 440 a man stands with his back to the camera; later a woman leaves, and a man comes and leaves.
      const isLookedAt = (frame: number) => (frame >= 228 && frame <= 440) || frame >= 680;
      const { shots, people } = await select('one-by-one-person.mp4', isLookedAt, 870);
      expect(people).toHaveLength(2);
      expect(Math.min(...shots.map(({ frame }) => Number(frame.ref)))).toBeGreaterThanOrEqual(680);
    });
  },
);
