import type { RetrySchedule } from '@vedette/core/run';
import type { Camera, CameraSettings } from './cameras/camera.ts';
import { deviceCamera } from './cameras/device-camera.ts';
import { gstCamera } from './cameras/gst-camera.ts';
import { httpCamera } from './cameras/http-camera.ts';
import { rtspCamera } from './cameras/rtsp-camera.ts';
import { webcamCamera } from './cameras/webcam-camera.ts';
import { folderSource } from './folder-source.ts';
import { liveSource } from './live-source.ts';
import type { CameraSpec, SourceSpec } from './parse-source.ts';
import { simSource } from './sim/sim-source.ts';
import type { Source } from './source.ts';
import { videoSource } from './video-source.ts';

/** What is said of the camera is for live sources; a folder and a video lose no frame to a rate. */
export interface SourceOptions extends CameraSettings {
  /** Delays before a camera that went away is asked again. */
  readonly retry: RetrySchedule;
  /** A camera that gives no picture for this long counts as away and is started anew. */
  readonly stallSeconds: number;
  /** A video whose frames have more is refused. */
  readonly maxPixels: number;
}

/** Opens nothing yet: whatever is missing shows when the frames are asked for. */
export function openSource(spec: SourceSpec, options: SourceOptions): Source {
  switch (spec.type) {
    case 'sim':
      return simSource({ ...spec, fps: Math.min(spec.fps, options.fps ?? spec.fps) });
    case 'dir':
      return folderSource(spec.path);
    case 'video':
      return videoSource(spec.path, options.maxPixels);
    default:
      return liveSource(openCamera(spec, options), { ...options, stallSeconds: patienceWith(options) });
  }
}

/** Seconds. One that is asked for a picture a minute is not to be taken for one that went away. */
function patienceWith({ stallSeconds, fps }: SourceOptions): number {
  return fps === undefined ? stallSeconds : Math.max(stallSeconds, 2 / fps);
}

function openCamera(spec: CameraSpec, settings: CameraSettings): Camera {
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
  }
}
