import { type Camera, CameraAwayError, type CameraSettings } from '../camera.ts';
import { encodeJpegs } from '../encode-jpegs.ts';
import { cutSmjpeg, cutTimed, programPictures } from '../program-pictures.ts';
import { checkDevice } from './check-device.ts';
import { explainRefusal } from './explain-refusal.ts';

/** MJPEG passes through as it is, and at 1080p USB 2 has no room for raw pictures; `any` is for cameras without it. */
type Format = 'mjpeg' | 'any';

/** Tried in each session anew: a camera may refuse MJPEG but once. */
const FORMATS: readonly Format[] = ['mjpeg', 'any'];

/**
 * A V4L2 device by way of ffmpeg. Its driver stamps the pictures: by CLOCK_MONOTONIC for the most part, at the beginning of
 * the exposure or at the end of the transfer, as each driver has it.
 */
export function deviceCamera(device: string, settings: CameraSettings): Camera {
  /** The format that gave pictures last. */
  let format: Format = 'mjpeg';
  return {
    name: device,
    remote: false,
    async *pictures(signal, events) {
      await checkDevice(device);
      let gave = false;
      for (const tried of FORMATS) {
        const args = captureArguments(device, tried, settings);
        const cut = tried === 'mjpeg' ? cutSmjpeg : cutTimed;
        try {
          for await (const picture of programPictures('ffmpeg', args, cut, signal, events)) {
            if (tried === 'any' && format !== tried) events.onNote(noMjpeg(device));
            format = tried;
            gave = true;
            yield picture;
          }
        } catch (error) {
          if (!(error instanceof CameraAwayError) || gave || signal.aborted) throw error;
          if (tried === FORMATS.at(-1)) {
            throw new CameraAwayError(await explainRefusal(device, error.message), { cause: error });
          }
        }
      }
    },
  };
}

function noMjpeg(device: string): string {
  return `${device} gives no MJPEG: its pictures are encoded here, which costs CPU, and large ones may come at a lower rate`;
}

/** ffmpeg's command line: JPEGs on stdout. */
export function captureArguments(device: string, format: Format, { fps, width, height }: CameraSettings): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-f', 'v4l2'],
    ...(format === 'mjpeg' ? ['-input_format', 'mjpeg'] : []),
    ...(fps ? ['-framerate', String(fps)] : []),
    ...(width && height ? ['-video_size', `${width}x${height}`] : []),
    // Its own conversion to wall clock time (-ts abs) is a smoothed time of arrival.
    ...['-i', device, '-copyts'],
    ...(format === 'mjpeg' ? ['-c:v', 'copy', '-f', 'smjpeg'] : encodeJpegs()),
    'pipe:1',
  ];
}
