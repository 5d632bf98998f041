import { stat } from 'node:fs/promises';
import { messageOf, ResourceError } from '@vedette/core/errors';
import type { Source } from '../source.ts';
import type { VideoOptions } from '../video-source.ts';
import { opencvFrames } from './opencv-frames.ts';

/**
 * Every frame of a video in order, by way of OpenCV. `at` is the time of the file plus the frame's own time in the video:
 * OpenCV does not say when the recording began, nor whether a part of the file is damaged.
 */
export function opencvVideo(path: string, { turn, maxPixels }: VideoOptions): Source {
  return {
    finite: true,
    async *frames(signal) {
      const toTime = keepOrder();
      let number = 0;
      try {
        const { mtimeMs } = await stat(path);
        const frames = opencvFrames({ input: { kind: 'video', at: path }, turn, maxPixels }, signal);
        for await (const { image, timeMs = 0 } of frames) {
          yield { ref: String(number++), at: Math.round((mtimeMs + toTime(timeMs)) * 1_000), image };
        }
      } catch (error) {
        if (error instanceof ResourceError) throw error;
        throw new ResourceError(`cannot read the video ${path} by OpenCV: ${messageOf(error)}`, { cause: error });
      }
      if (number === 0 && !signal.aborted)
        throw new ResourceError(`cannot read the video ${path} by OpenCV: it has no frames`);
    },
  };
}

/** Of the frames that OpenCV still holds when it comes to the end of the file it says 0: they go on as those before them. */
function keepOrder(): (timeMs: number) => number {
  let last = 0;
  let step = 0;
  return (timeMs) => {
    if (timeMs > last) step = timeMs - last;
    last += step;
    return last;
  };
}
