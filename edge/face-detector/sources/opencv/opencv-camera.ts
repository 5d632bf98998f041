import { messageOf, ResourceError } from '@vedette/core/errors';
import { redactUrls } from '@vedette/core/observe';
import { type Camera, CameraAwayError, type CameraSettings } from '../cameras/camera.ts';
import { checkDevice } from '../cameras/device/check-device.ts';
import { explainRefusal } from '../cameras/device/explain-refusal.ts';
import type { Turn } from '../turn/turn.ts';
import { opencvFrames } from './opencv-frames.ts';
import type { OpencvCameraInput } from './opencv-options.ts';

export interface OpencvCameraOptions extends CameraSettings {
  readonly turn: Turn;
  readonly maxPixels: number;
}

/**
 * A camera by way of OpenCV's VideoCapture, as raw pictures. Those of a device have its driver's stamps; of those of a
 * stream nothing is known but when they come.
 */
export function opencvCamera(input: OpencvCameraInput, options: OpencvCameraOptions): Camera {
  const { fps, width, height, turn, maxPixels } = options;
  return {
    name: redactUrls(input.at),
    remote: input.kind === 'stream',
    async *pictures(signal) {
      if (input.kind === 'device') await checkDevice(input.at);
      try {
        const frames = opencvFrames({ input, fps, width, height, turn, maxPixels }, signal);
        for await (const { image, timeMs } of frames) yield { image, stampMs: timeMs };
      } catch (error) {
        throw error instanceof ResourceError ? error : await away(input, error);
      }
      throw new CameraAwayError('the stream ended');
    },
  };
}

async function away({ kind, at }: OpencvCameraInput, cause: unknown): Promise<CameraAwayError> {
  const reason = messageOf(cause);
  return new CameraAwayError(kind === 'device' ? await explainRefusal(at, reason) : reason, { cause });
}
