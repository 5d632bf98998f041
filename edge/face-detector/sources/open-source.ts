import type { RetrySchedule } from '@vedette/core/run';
import type { Camera, CameraSettings } from './cameras/camera.ts';
import { deviceCamera } from './cameras/device/device-camera.ts';
import { gstCamera } from './cameras/gst-camera.ts';
import { httpCamera } from './cameras/http-camera.ts';
import { rtspCamera } from './cameras/rtsp-camera.ts';
import { webcamCamera } from './cameras/webcam-camera.ts';
import { folderSource } from './folder-source.ts';
import { liveSource } from './live-source.ts';
import { opencvCamera } from './opencv/opencv-camera.ts';
import { opencvVideo } from './opencv/opencv-video.ts';
import type { CameraSpec, SourceSpec } from './parse-source.ts';
import { simSource } from './sim/sim-source.ts';
import type { Source } from './source.ts';
import type { Turn } from './turn/turn.ts';
import { turnedCamera } from './turn/turned-camera.ts';
import { videoSource } from './video-source.ts';

/** A camera on this machine finds its exposure within as many, for the most part. */
const WARM_UP_FRAMES = 10;

/** What is said of the camera is for live sources; a folder and a video lose no frame to a rate. */
export interface SourceOptions extends CameraSettings {
  /** Delays before a camera that went away is asked again. */
  readonly retry: RetrySchedule;
  /** A camera that gives no picture for this long counts as away and is started anew. */
  readonly stallSeconds: number;
  /** A video whose frames have more is refused. */
  readonly maxPixels: number;
  /** Frames that a camera gives first, which are not handed on; each kind of camera knows how many unless given. */
  readonly warmUpFrames?: number | undefined;
  /** How the pictures of a camera or a video stand upright; those of a folder say so themselves. */
  readonly turn: Turn;
}

/** Opens nothing yet: whatever is missing shows when the frames are asked for. */
export function openSource(spec: SourceSpec, options: SourceOptions): Source {
  switch (spec.type) {
    case 'sim':
      return simSource({ ...spec, fps: Math.min(spec.fps, options.fps ?? spec.fps) });
    case 'dir':
      return folderSource(spec.path);
    case 'video':
      return videoSource(spec.path, options);
    case 'opencv-video':
      return opencvVideo(spec.path, options);
    default:
      return openLive(spec, options);
  }
}

function openLive(spec: CameraSpec, options: SourceOptions): Source {
  const camera = openCamera(spec, options);
  return liveSource(turnedCamera(camera, options.turn), {
    ...options,
    warmUpFrames: warmUpOf(spec, camera, options),
    stallSeconds: patienceWith(options),
  });
}

function warmUpOf({ type }: CameraSpec, { remote }: Camera, { warmUpFrames }: SourceOptions): number {
  if (type === 'webcam') return 0; // fswebcam passes them over itself
  return warmUpFrames ?? (remote ? 0 : WARM_UP_FRAMES);
}

/** Seconds. One that is asked for a picture a minute is not to be taken for one that went away. */
function patienceWith({ stallSeconds, fps }: SourceOptions): number {
  return fps === undefined ? stallSeconds : Math.max(stallSeconds, 2 / fps);
}

function openCamera(spec: CameraSpec, settings: SourceOptions): Camera {
  switch (spec.type) {
    case 'device':
      return deviceCamera(spec.path, settings);
    case 'webcam':
      return webcamCamera(spec.path, settings);
    case 'rtsp':
      return rtspCamera(spec.url, settings);
    case 'http':
      return httpCamera(spec.url, settings);
    case 'gst':
      return gstCamera(spec.pipeline);
    case 'opencv':
      return opencvCamera(spec.input, settings);
  }
}
