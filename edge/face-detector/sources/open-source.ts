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

/** What live sources need; a folder and a video read none of it, and lose no frame to a rate. */
export interface SourceOptions extends CameraSettings {
  /** Delays before a camera that went away is asked again. */
  readonly retry?: RetrySchedule;
  /** A camera that gives no picture for this long counts as away and is started anew. */
  readonly stallSeconds?: number;
}

const LIVE_DEFAULTS = { retry: { firstMs: 1_000, maxMs: 30_000 }, stallSeconds: 15 };

/** Opens nothing yet: whatever is missing shows when the frames are asked for. */
export function openSource(spec: SourceSpec, options: SourceOptions): Source {
  switch (spec.type) {
    case 'sim':
      return simSource({ ...spec, fps: Math.min(spec.fps, options.fps ?? spec.fps) });
    case 'dir':
      return folderSource(spec.path);
    case 'video':
      return videoSource(spec.path);
    default:
      return liveSource(openCamera(spec, options), { ...LIVE_DEFAULTS, ...options });
  }
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
