import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ResourceError } from '@vedette/core/errors';
import NodeWebcam from 'node-webcam';
import { notInstalled } from '../program.ts';
import { type Camera, CameraAwayError, type CameraSettings } from './camera.ts';
import { checkDevice } from './device/check-device.ts';

/** fswebcam opens the device anew for each shot, and gives a shot of its test devices as often as it is asked. */
const DEFAULT_FPS = 10;

/** It finds its exposure anew for each shot. */
const WARM_UP_FRAMES = 10;

interface WebcamSettings extends CameraSettings {
  /** Frames that fswebcam passes over before each shot. */
  readonly warmUpFrames?: number | undefined;
}

/** node-webcam, which runs fswebcam once for each picture: slow, but it copes with what ffmpeg refuses. */
export function webcamCamera(
  device: string,
  { fps = DEFAULT_FPS, width = 640, height = 480, warmUpFrames }: WebcamSettings,
): Camera {
  const skip = warmUpFrames ?? (device.startsWith('/') ? WARM_UP_FRAMES : 0);
  const webcam = NodeWebcam.create({ device, width, height, skip, quality: 90, output: 'jpeg', saveShots: false });
  return {
    name: device,
    remote: false,
    async *pictures(signal) {
      if (device.startsWith('/')) await checkDevice(device);
      const folder = await shotFolder();
      try {
        for (let next = performance.now(); ; next = Math.max(next + 1_000 / fps, performance.now())) {
          await sleep(Math.max(0, next - performance.now()), undefined, { signal });
          const data = await shoot(webcam, join(folder, 'shot.jpg'), signal);
          yield { image: { type: 'encoded', data } };
        }
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** node-webcam writes the path into a shell line as it is. */
async function shotFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vedette-webcam-'));
  if (/^[\w./-]+$/.test(folder)) return folder;
  await rm(folder, { recursive: true, force: true });
  throw new ResourceError(`webcam: cannot work in the folder ${tmpdir()}: set TMPDIR to one of letters and digits`);
}

async function shoot(webcam: NodeWebcam.Webcam, file: string, signal: AbortSignal): Promise<Buffer> {
  await new Promise<void>((resolve, reject) => {
    // fswebcam cannot be reached behind its shell: one that hangs is left to its own time limit.
    const abandon = () => reject(signal.reason);
    signal.addEventListener('abort', abandon, { once: true });
    webcam.capture(file, (error) => {
      signal.removeEventListener('abort', abandon);
      if (error) reject(explain(error));
      else resolve();
    });
  });
  try {
    return await readFile(file);
  } catch (error) {
    throw new CameraAwayError('fswebcam took no picture', { cause: error });
  } finally {
    // fswebcam ends with 0 where it fails: an old shot must not pass for a new one.
    await rm(file, { force: true });
  }
}

/** A shell ends with 127 where it does not find the program. */
function explain(error: Error): Error {
  if ('code' in error && error.code === 127) return notInstalled('fswebcam', error);
  return new CameraAwayError(error.message, { cause: error });
}
