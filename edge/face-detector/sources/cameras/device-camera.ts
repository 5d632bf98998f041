import { EVERY_FRAME_ONCE } from '../every-frame-once.ts';
import { type Camera, CameraAwayError, type CameraSettings } from './camera.ts';
import { checkDevice } from './check-device.ts';
import { programPictures } from './program-pictures.ts';

/** MJPEG passes through as it is, and at 1080p USB 2 has no room for raw pictures; `any` is for cameras without it. */
type Format = 'mjpeg' | 'any';

/** A V4L2 device by way of ffmpeg. */
export function deviceCamera(device: string, settings: CameraSettings): Camera {
  let format: Format = 'mjpeg';
  let known = false;
  return {
    name: device,
    remote: false,
    async *pictures(signal, onBad) {
      await checkDevice(device);
      for (;;) {
        try {
          for await (const picture of programPictures(
            'ffmpeg',
            captureArguments(device, format, settings),
            signal,
            onBad,
          )) {
            known = true;
            yield picture;
          }
        } catch (error) {
          const refused = error instanceof CameraAwayError && !known && format === 'mjpeg' && !signal.aborted;
          if (!refused) throw error;
          format = 'any';
        }
      }
    },
  };
}

/** ffmpeg's command line: JPEGs on stdout. */
export function captureArguments(device: string, format: Format, { fps, width, height }: CameraSettings): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-f', 'v4l2'],
    ...(format === 'mjpeg' ? ['-input_format', 'mjpeg'] : []),
    ...(fps ? ['-framerate', String(fps)] : []),
    ...(width && height ? ['-video_size', `${width}x${height}`] : []),
    ...['-i', device],
    ...(format === 'mjpeg' ? ['-c:v', 'copy'] : ['-c:v', 'mjpeg', '-q:v', '3', ...EVERY_FRAME_ONCE]),
    ...['-f', 'mjpeg', 'pipe:1'],
  ];
}
